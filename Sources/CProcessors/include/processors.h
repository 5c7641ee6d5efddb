#ifndef STRATA_PROCESSORS_H
#define STRATA_PROCESSORS_H

/// The number of processors that the calling thread is allowed to run on (sched_setaffinity(2)); 0 where the
/// system does not say.
int strata_affinity(void);

#endif
