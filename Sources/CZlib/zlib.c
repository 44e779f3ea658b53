#include "CZlib.h"

int drydock_begin_raw_inflate(z_stream *stream) { return inflateInit2(stream, -MAX_WBITS); }
