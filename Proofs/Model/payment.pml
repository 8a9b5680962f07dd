/* A payment between a register that crashes and a terminal that loses power: journal, line, terminal, acquirer.
 *
 * Names are those of the Swift code; docs/model.md says where each piece stands and what is left out.
 * scripts/model checks it, and each safeguard's variant (-DNAME), which must fail.
 *
 * Key 0 pays an order, key 1 the same order again (with TWO_ORDERS another one), key 2 another one. All amounts
 * are the same, so that nothing is told by them.
 * One number serves as receipt and trace number: the firmware moves both together.
 */

#ifndef KEYS
#define KEYS 3
#endif
#ifndef STRANGERS
#define STRANGERS 1                        /* payments of a till with another journal */
#endif
#ifndef LAST
#define LAST (2 * KEYS + STRANGERS)        /* the highest number: a payment and its reversal each */
#endif
#define NONE 0
#define UNKNOWN_NUMBER 15
#define STRANGER 3
#ifdef TWO_ORDERS
#define isSameOrder(one, other) ((one) == (other))
#else
#define isSameOrder(one, other) (((one) < 2) == ((other) < 2))
#endif
#define next(k) ((k + 1) % 3)
#define nextButOne(k) ((k + 2) % 3)

/* AttemptState */
mtype:attempt = { absent, intent, received, approved, declined, notSent, unknown }
/* TurnoverMemory: Turnover.State */
mtype:turnover = { unwritten, asked, answered, refusedByHost, committed }
/* Job */
mtype:job = { off, none, awaitingCard, storingIntent, authorizing, storingAnswer, reporting, storingCommit,
  storingReversal, reversing, storingReversed }
/* PaymentMachine.State, and what Payments does around it */
mtype:register = { down, idle, noting, recordingIntent, atAuthorizing, recordingReceived, acknowledging,
  recordingOutcome, recovering, recordingVerdict }
/* On the wire. The record and the newest record carry a number and whether it is an approval. */
mtype:message = { enquire, pay, accept, refuse, accepted, refused, record, complete, abort, newest, busy }
mtype:host = { authorize, reverse, yes, no }

chan toTerminal = [2] of { mtype:message, byte, bool };
chan toRegister = [3] of { mtype:message, byte, bool };
chan toHost = [1] of { mtype:host, byte };
chan fromHost = [1] of { mtype:host, byte };

/* The journal: what is on disk. */
mtype:attempt journal[3] = absent;
byte noted[3];                             /* the newest record's number before the command */
byte kept[3];                              /* the number of the record that was received */
byte lastHeard = UNKNOWN_NUMBER;
bool isQueued[3];                          /* in the operator's queue */

/* What was shown to somebody. */
mtype:attempt shown[3] = absent;

/* The register. */
mtype:register machine = idle;
byte key = 0, seen = NONE, number = NONE;
mtype:attempt verdict = absent;
bool isAsked, isAccepted, isUnkept;

/* The terminal: its flash by number, and its job. */
mtype:turnover flash[LAST + 1];
byte original[LAST + 1];                   /* of a reversal: the payment's number */
byte payer[LAST + 1];                      /* whose it is; no part of the terminal's knowledge */
byte last = NONE;                          /* the newest number on flash */
mtype:job job = none;
byte present = NONE, customer = NONE;
bool isHeard, saidYes;
bool reversesUnacknowledged = true;

/* The acquirer. */
bool isBooked[LAST + 1], isUndone[LAST + 1];

/* Faults stop here; from then on everybody only finishes. */
bool isCalm = false;
byte strangers = 0;

/* What must hold. A variant is asked for one claim only (-DONLY=CLAIM), so that it fails for the right reason. */
#define TWO_BOOKINGS_FOR_ONE_KEY 1
#define ORDER_PAID_TWICE 2
#define APPROVAL_NOT_BOOKED 3
#define CHARGE_DENIED 4
#define SHOWN_BEFORE_SYNCED 5
#define OUTCOME_CHANGED 6
#define FINAL_BEFORE_RECEIVED 7
#ifndef ONLY
#define ONLY 0
#endif
#define must(claim, holds) assert((ONLY != 0 && ONLY != claim) || (holds))

/* What may go wrong, until it is calm: the line loses, timers run out, nobody answers; the register fails; the
 * terminal fails. The last two can be left out, so that a variant's counterexample is found sooner. */
#define mayFail (!isCalm)
#ifdef STEADY_REGISTER
#define registerMayFail false
#else
#define registerMayFail (!isCalm)
#endif
#ifdef STEADY_TERMINAL
#define terminalMayFail false
#else
#define terminalMayFail (!isCalm)
#endif
#define isOpen(k) (journal[k] == intent || journal[k] == received || journal[k] == unknown)
#define isFinal(s) (s == approved || s == declined || s == notSent)

/* ---- The line: what is sent may be lost. What was not acknowledged comes twice (the pay command's flag). ---- */

inline send(channel, what, which, flag) {
  if
  :: nfull(channel) -> channel!what(which, flag)
  :: mayFail || full(channel)              /* lost */
  fi
}

/* Before a command: what came late is not its answer. */
inline flush(channel) {
#ifdef NO_FLUSH
  skip
#else
  do
  :: nempty(channel) -> channel?_, _, _
  :: empty(channel) -> break
  od
#endif
}

#include "claims.pml"
#include "register.pml"
#include "terminal.pml"

init {
  atomic {
    if :: reversesUnacknowledged = true :: reversesUnacknowledged = false fi;
    run Register(); run Operator(); run TerminalLine(); run Terminal(); run Acquirer()
  }
#ifdef LIVENESS
  isCalm = true
#endif
}

#ifdef LIVENESS
#define isSettled(k) (!isOpen(k) || isQueued[k])
#define isAtRest (machine == idle && job == none && !isUnfinished && isSettled(0) && isSettled(1))
ltl everyUnknownEnds { [] (isCalm -> <> isAtRest) }
#endif
