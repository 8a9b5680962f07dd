/* The register: Payments, AttemptRun, PaymentMachine, RecoveryTable; and the operator. */

inline write(k, state) {
  must(OUTCOME_CHANGED, !isFinal(journal[k]) || journal[k] == state);
  journal[k] = state
}

inline report(k, state) {
  shown[k] = state;
  d_step { check() }
}

inline endAttempt(state) {
  verdict = state;
#ifdef REPORT_BEFORE_SYNC
  report(key, state);
#endif
  machine = recordingOutcome
}

inline rest() {
  machine = idle; verdict = absent; seen = NONE; number = NONE; key = 0; isAsked = false;
  isAccepted = false; isUnkept = false
}

inline resume(k) {
  if
  :: isQueued[k] -> rest()                 /* orderUnresolved, readerUnresolved: a person's turn */
  :: !isQueued[k] -> key = k; machine = recovering
  fi
}

/* Payments.replay, obstacle and settle: what is decided before the line is touched. */
inline begin(k) {
  if
#ifndef NO_REPLAY
  :: isFinal(journal[k]) -> report(k, journal[k]); rest()
#endif
#ifndef RETRY_UNKNOWN
  :: isOpen(k) -> resume(k)
#endif
#ifndef NO_ORDER_RULE
  :: !isOpen(k) && isOpen(next(k)) && isSameOrder(k, next(k)) -> resume(next(k))
  :: !isOpen(k) && isOpen(nextButOne(k)) && isSameOrder(k, nextButOne(k)) -> resume(nextButOne(k))
#endif
#ifndef NO_READER_RULE
  :: !isOpen(k) && isOpen(next(k)) && !isSameOrder(k, next(k)) -> resume(next(k))
  :: !isOpen(k) && isOpen(nextButOne(k)) && !isSameOrder(k, nextButOne(k)) -> resume(nextButOne(k))
#endif
#ifndef NO_PAYER_RULE
  :: isSameOrder(k, next(k)) && journal[next(k)] == approved -> rest()                 /* orderPaid */
  :: isSameOrder(k, nextButOne(k)) && journal[nextButOne(k)] == approved -> rest()
#endif
  :: else -> key = k; shown[k] = absent; machine = noting
  fi
}

#define isReversal (original[number] != NONE)
#define isApproval (flash[number] == committed && !isReversal)
#ifdef STRANGER_SAME_AMOUNT
#define isSameAmount(n) true
#else
#define isSameAmount(n) (payer[n] != STRANGER)
#endif

/* RecoveryTable.decide of RecoveryInput.facts: what the newest record says of the open attempt. */
inline decide() {
  if
  :: number == NONE -> verdict = unknown                                       /* noRecord */
#ifdef AMOUNT_ONLY_MATCH
  :: number != NONE && isApproval && isSameAmount(number) -> verdict = approved
#endif
  :: else ->
    if
    :: kept[key] == NONE -> decideIntent()
    :: kept[key] != NONE -> decideReceived()
    fi
  fi
}

inline decideIntent() {
  if
  :: noted[key] == UNKNOWN_NUMBER -> verdict = unknown                         /* numberUnreadable */
  :: noted[key] == number -> verdict = declined                                /* counterNotMoved */
  :: noted[key] + 1 == number ->
    if
    :: isApproval && isSameAmount(number) -> verdict = approved                        /* recordMatches */
    :: isApproval && !isSameAmount(number) -> verdict = unknown                        /* otherAmount */
    :: !isApproval -> verdict = declined     /* recordDeclined, otherRecordOnly, reversedByTerminal */
    fi
  :: noted[key] + 2 == number && isReversal && isSameAmount(number) && original[number] > noted[key] ->
    verdict = declined                                                         /* reversedByTerminal */
  :: else ->
#ifdef NO_COUNTER
    verdict = declined
#else
    verdict = unknown                                                          /* counterMovedOn */
#endif
  fi
}

inline decideReceived() {
  if
  :: noted[key] == number && number != kept[key] -> verdict = declined         /* counterNotMoved */
  :: noted[key] != number && isReversal && original[number] == kept[key] ->
    verdict = declined                                                         /* reversedByTerminal */
  :: noted[key] != number && isApproval && number == kept[key] -> verdict = approved /* recordMatches */
  :: noted[key] != number && !isApproval && !isReversal && number == kept[key] ->
    verdict = declined                                                         /* recordDeclined */
  :: else -> verdict = unknown                                                 /* recordIsOld, counterMovedOn */
  fi
}

/* PaymentMachine.fits: neither another amount nor the noted record, shown again, is an approval of this attempt. */
inline receive(n) {
  if
#ifndef NO_AMOUNT_CHECK
  :: !isSameAmount(n) -> send(toTerminal, refuse, 0, false)
#endif
#ifndef NO_NOTED_CHECK
  :: n == noted[key] -> send(toTerminal, refuse, 0, false)
#endif
  :: else ->
    seen = n;
#ifdef ACK_BEFORE_SYNC
    send(toTerminal, accept, 0, false);
#endif
    machine = recordingReceived
  fi
}

/* What comes while an attempt runs: the states authorizing and acknowledging. */
inline hear() {
  toRegister?what(n, isYes);
  if
  :: what == accepted -> isAccepted = true
  :: what == refused -> endAttempt(declined)                 /* 84 xx instead of 80 00 */
  :: what == record && isYes && isAccepted -> receive(n)
  :: what == complete && isAccepted ->
    if
#ifndef COMPLETION_APPROVES
    :: machine != acknowledging || isUnkept -> endAttempt(unknown)
#endif
    :: else -> endAttempt(approved)
    fi
  :: what == abort && isAccepted ->
    if
    :: machine == acknowledging -> endAttempt(unknown)       /* contradiction */
    :: machine != acknowledging -> endAttempt(declined)
    fi
  :: else                                                    /* noise */
  fi;
  what = enquire; n = 0; isYes = false
}

/* The answer to the question for the newest record. */
inline hearAnswer() {
  toRegister?what(n, isYes);
  if
  :: what == newest || (what == busy && machine == noting) ->
    isAsked = false;
    number = (what == newest -> n : lastHeard);
    if
    :: machine == noting -> machine = recordingIntent
    :: machine == recovering -> decide(); number = NONE; machine = recordingVerdict
    fi
  :: what == busy && machine == recovering -> isAsked = false
  :: else                                                    /* noise */
  fi;
  what = enquire; n = 0; isYes = false
}

/* Nothing is on its way and nobody works for it: then only the register's timer is left. */
#define isStill (empty(toTerminal) && empty(toRegister) && !isHeard)
#define timerFires (mayFail || isStill)
#define isAsking (machine == noting || machine == recovering)
#define isListening (machine == atAuthorizing || machine == acknowledging)

proctype Register() {
  mtype:message what; byte n; bool isYes;
end:
  do
  /* The caller takes any key at any time. */
  :: atomic { machine == idle && mayFail -> begin(0) }
#if KEYS > 1
  :: atomic { machine == idle && mayFail -> begin(1) }
#endif
#if KEYS > 2
  :: atomic { machine == idle && mayFail -> begin(2) }
#endif
  /* Resolution in the background. */
#ifndef NO_RECOVERY
  :: atomic { machine == idle && isOpen(0) && !isQueued[0] -> resume(0) }
  :: atomic { machine == idle && isOpen(1) && !isQueued[1] -> resume(1) }
#if KEYS > 2
  :: atomic { machine == idle && isOpen(2) && !isQueued[2] -> resume(2) }
#endif
#endif

  /* The reader's newest record, before a command and for recovery. */
  :: atomic { isAsking && !isAsked && empty(toTerminal) ->
      flush(toRegister);
      send(toTerminal, enquire, 0, false);
      isAsked = true
    }
  :: atomic { isAsking && isAsked && nempty(toRegister) -> hearAnswer() }
  :: atomic { isAsking && isAsked && timerFires ->
      isAsked = false;
      if
      :: machine == noting -> report(key, notSent); rest()
      :: machine == recovering
      fi
    }

  /* journal(.intent), synced, authorize */
  :: atomic { machine == recordingIntent && registerMayFail -> report(key, notSent); rest() }    /* notSynced */
  :: atomic { machine == recordingIntent ->
      noted[key] = number; kept[key] = NONE;
#ifndef NO_INTENT_SYNC
      write(key, intent);
      lastHeard = number;
#endif
      number = NONE;
      flush(toRegister);
      machine = atAuthorizing;
      if
      :: send(toTerminal, pay, key, false)
      :: mayFail -> send(toTerminal, pay, key, true)         /* its acknowledgement is lost: sent again */
      :: mayFail -> endAttempt(notSent)                      /* provably not a byte left */
      fi
    }
  :: atomic { isListening && nempty(toRegister) -> hear() }
  :: atomic { isListening && timerFires ->
#ifdef DECLINE_ON_TIMEOUT
      endAttempt(declined)
#else
      endAttempt(unknown)
#endif
    }

  /* journal(.received), synced, acknowledge */
  :: atomic { machine == recordingReceived && registerMayFail ->     /* notSynced */
      isUnkept = true; seen = NONE;
      send(toTerminal, refuse, 0, false);
      machine = atAuthorizing
    }
  :: atomic { machine == recordingReceived ->
      write(key, received);
      kept[key] = seen; lastHeard = seen; seen = NONE;
#ifdef RECEIVED_IS_APPROVED
      write(key, approved); report(key, approved);
#endif
#ifndef ACK_BEFORE_SYNC
      send(toTerminal, accept, 0, false);
#endif
      machine = acknowledging
    }

  /* journal(outcome), synced, report */
  :: atomic { machine == recordingOutcome && registerMayFail -> rest() }   /* notSynced: unknown is shown */
  :: atomic { machine == recordingOutcome ->
      write(key, verdict);
      report(key, verdict);
      rest()
    }
  :: atomic { machine == recordingVerdict && registerMayFail -> rest() }
  :: atomic { machine == recordingVerdict ->
      write(key, verdict);
      isQueued[key] = (verdict == unknown);
      report(key, verdict);
      rest()
    }

  /* kill -9, or no power: what was being written is on disk or is not. */
  :: atomic { machine != down && registerMayFail ->
      if
      :: machine == recordingIntent -> write(key, intent); noted[key] = number; kept[key] = NONE
      :: machine == recordingReceived -> write(key, received); kept[key] = seen; lastHeard = seen
      :: machine == recordingOutcome || machine == recordingVerdict -> write(key, verdict)
      :: true
      fi;
      rest();
      flush(toRegister);
      machine = down
    }
  :: atomic { machine == down -> machine = idle }
  od
}

/* A person looks at the acquirer's list, and settles what the reader cannot tell. */
inline settle(k) {
  d_step { count(k); truth = (standing == 1 -> approved : declined); standing = 0 }
  write(k, truth);
  isQueued[k] = false;
  report(k, truth);
  truth = absent
}

proctype Operator() {
  mtype:attempt truth = absent;
end:
  do
  :: atomic { isQueued[0] && machine == idle && job == none && mayFail -> settle(0) }
  :: atomic { isQueued[1] && machine == idle && job == none && mayFail -> settle(1) }
#if KEYS > 2
  :: atomic { isQueued[2] && machine == idle && job == none && mayFail -> settle(2) }
#endif
  od
}
