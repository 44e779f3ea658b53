// What of zlib takes archives of extensions apart, with its macro as a function: Swift does not see macros that call.

#ifndef DRYDOCK_CZLIB_H
#define DRYDOCK_CZLIB_H

#include <zlib.h>

/// Begins to inflate data that has neither zlib's head nor gzip's, as archives have it.
int drydock_begin_raw_inflate(z_stream *stream);

#endif
