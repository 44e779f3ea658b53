#include "CScheduler.h"

#if defined(__linux__)

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// As sched_setattr(2) has it; the C library has no such type.
struct attributes {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t slice, deadline, period;
};

enum { ordinary_policy = 0, resets_in_children = 1 };

void drydock_ask_scheduler(int nice, uint64_t slice) {
    struct attributes attributes = {0};
    if (syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) == 0) {
        if (attributes.policy != ordinary_policy) return;
        if (attributes.nice >= nice && attributes.slice == slice) return;
        if (attributes.nice < nice) attributes.nice = nice;
        attributes.flags |= resets_in_children;
        attributes.slice = slice;
        attributes.size = sizeof attributes;
        if (syscall(SYS_sched_setattr, 0, &attributes, 0) == 0) return;
    }
    // A sandbox may know the older call only, which here means the calling thread, too.
    if (getpriority(PRIO_PROCESS, 0) < nice) setpriority(PRIO_PROCESS, 0, nice);
}

#else

void drydock_ask_scheduler(int nice, uint64_t slice) {}

#endif
