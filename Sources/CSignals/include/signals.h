// What runs when a signal comes, in the middle of whatever the process was doing. Swift may take memory for
// the first use of a generic type, and malloc is not to be entered twice, so this is C.

#ifndef STRATA_SIGNALS_H
#define STRATA_SIGNALS_H

/// The first signal that came; 0 while there was none.
int strata_signal_that_came(void);

/// Notes the first signal; a second one ends the process at once. A handler for signal(2).
void strata_note_signal(int number);

#endif
