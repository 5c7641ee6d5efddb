// What runs when a signal comes, in the middle of whatever the process was doing. Swift may take memory for
// the first use of a generic type, and malloc is not to be entered twice, so this is C.

#ifndef STRATA_SIGNALS_H
#define STRATA_SIGNALS_H

#include <stdbool.h>

/// The first signal that came, or the one in whose name somebody asked to stop; 0 while there was none.
int strata_signal_that_came(void);

/// Asks to stop in the name of a signal, as if it had come; does nothing when one came before.
void strata_ask_to_stop(int number);

/// True when a signal is ignored, as whoever started the process may have arranged.
bool strata_is_ignored(int number);

/// Notes the first signal. A second SIGINT, SIGQUIT or SIGTERM ends the process at once, unless it is the first
/// one again within a tenth of a second, as timeout(1) sends it. A handler for signal(2).
void strata_note_signal(int number);

/// Has a signal sent to this process when the one that started it ends, however it does; at once where it has.
void strata_send_when_ends(int parent, int number);

#endif
