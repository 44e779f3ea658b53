// How the system's scheduler treats a thread: by a call for which the C library has no name, and Swift none for calls like it.

#ifndef DRYDOCK_CSCHEDULER_H
#define DRYDOCK_CSCHEDULER_H

#include <stdint.h>

/// Asks that the calling thread is as nice as this at least, and takes its turns in slices of so many nanoseconds; a thread that
/// it starts is not concerned. A system that refuses runs it as before.
///
/// Linux heeds the slice from 6.12 on: who asks for a shorter one goes before the others when there is something to do. Other
/// systems do nothing here, nor is anything done where whoever started the process chose another policy.
void drydock_ask_scheduler(int nice, uint64_t slice);

#endif
