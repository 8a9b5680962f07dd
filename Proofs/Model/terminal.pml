/* The terminal: Terminal, TerminalPayment, TerminalReversal, TurnoverMemory; and its acquirer. */

#define isLastApproval (last != NONE && flash[last] == committed && original[last] == NONE)
#define isUnfinished (flash[last] == asked || flash[last] == answered)

inline tell(what, which, flag) {
  if
  :: isHeard -> send(toRegister, what, which, flag)
  :: !isHeard
  fi
}

/* Reports the end, if anybody still listens, and forgets him. */
inline tellEnd(what) {
  tell(what, 0, false);
  isHeard = false
}

inline unacknowledged() {
  if
  :: reversesUnacknowledged -> job = storingReversal
  :: !reversesUnacknowledged -> job = storingCommit
  fi
}

/* First what an earlier life left open, then rest. */
inline becomeIdle() {
  isHeard = false; saidYes = false; customer = NONE;
  if
  :: !isUnfinished -> job = none; present = NONE
  :: isUnfinished && original[last] != NONE ->
#ifdef REVERSAL_FORGOTTEN
    job = none; present = NONE
#else
    present = original[last];
    ask(reverse, last);
    job = reversing
#endif
  :: isUnfinished && original[last] == NONE && flash[last] == answered -> present = last; unacknowledged()
  :: isUnfinished && original[last] == NONE && flash[last] == asked -> present = last; job = storingReversal
  fi
}

inline ask(question, which) {
  if
  :: nfull(toHost) -> toHost!question(which)
  :: mayFail || full(toHost)               /* lost; asked again */
  fi
}

inline obey() {
  toTerminal?what(which, isTwice);
  if
#ifdef NO_REPEAT_RULE
  :: what == pay && isTwice -> toTerminal!pay(which, false)
#endif
  :: else
  fi;
  if
  :: what == enquire && job == none -> send(toRegister, newest, last, false)
  :: what == enquire && job != none -> send(toRegister, busy, 0, false)
  :: what == pay && isHeard -> send(toRegister, refused, 0, false)
  :: what == pay && !isHeard && job != none -> isHeard = true; tell(accepted, 0, false); tellEnd(abort)
  :: what == pay && !isHeard && job == none ->
    isHeard = true;
    customer = which;
    tell(accepted, 0, false);
    job = awaitingCard
  /* A terminal that lies: it shows its newest record again and does nothing. */
  :: what == pay && !isHeard && job == none && terminalMayFail && isLastApproval ->
    isHeard = true;
    tell(accepted, 0, false); tell(record, last, true);
    tellEnd(complete)
  :: what == accept && job == reporting ->
    must(FINAL_BEFORE_RECEIVED, kept[payer[present]] == present);
    job = storingCommit
  :: what == refuse && job == reporting -> job = storingReversal
  :: else                                                    /* nothing depends on any other answer */
  fi;
  what = enquire; which = 0; isTwice = false
}

/* Nobody answers the terminal, or the line is gone. */
#define isSilent (mayFail || (empty(toTerminal) && empty(toRegister) && machine != recordingReceived))
#define isServed (machine == atAuthorizing || machine == recordingReceived || machine == acknowledging)
#define isAbandoned (isHeard && (mayFail || !isServed))

/* The terminal's ear, a process of its own so that neither it nor the job starves. */
proctype TerminalLine() {
  mtype:message what; byte which; bool isTwice;
end:
  do
  :: atomic { job != off && nempty(toTerminal) -> obey() }
  :: atomic { job == off && nempty(toTerminal) && mayFail -> toTerminal?_, _, _ }
  od
}

proctype Terminal() {
  byte which; mtype:host answer;
end:
  do
  :: atomic { job == awaitingCard && last + 2 <= LAST ->     /* a bound of the model; see docs/model.md */
      present = last + 1;
      payer[present] = customer;
#ifdef NO_TERMINAL_INTENT
      ask(authorize, present); job = authorizing
#else
      job = storingIntent
#endif
    }
  :: atomic { job == awaitingCard -> tellEnd(abort); becomeIdle() }                    /* STOP, no card */

  :: atomic { job == storingIntent ->
      flash[present] = asked; last = present;
      if
      :: isHeard -> ask(authorize, present); job = authorizing
      :: !isHeard -> job = storingAnswer
      fi
    }
  :: atomic { nempty(fromHost) ->
      fromHost?answer(which);
      if
      :: job == authorizing && which == present -> saidYes = (answer == yes); job = storingAnswer
      :: job == reversing && which == last && answer == yes -> job = storingReversed
      :: else                                                /* an answer to an earlier life */
      fi;
      answer = no; which = 0
    }
  :: atomic { job == authorizing && (mayFail || (empty(toHost) && empty(fromHost))) -> job = storingReversal }
  :: atomic { job == storingAnswer ->
      flash[present] = (saidYes -> answered : refusedByHost); last = present;
      if
      :: !saidYes -> tell(record, present, false); tellEnd(abort); becomeIdle()
      :: saidYes && isHeard -> tell(record, present, true); job = reporting
      :: saidYes && !isHeard -> unacknowledged()
      fi
    }
  :: atomic { job == reporting && (isAbandoned || isSilent) -> unacknowledged() }          /* no answer came */
  :: atomic { job == storingCommit ->
      flash[present] = committed;
      tellEnd(complete);
      becomeIdle()
    }
  :: atomic { job == storingReversal ->
      assert(last < LAST);
      last = last + 1;
      flash[last] = asked; original[last] = present; payer[last] = payer[present];
      ask(reverse, last);
      job = reversing
    }
  :: atomic { job == reversing && empty(toHost) && empty(fromHost) ->                  /* askAgain */
      tellEnd(abort);
      ask(reverse, last)
    }
  :: atomic { job == storingReversed -> flash[last] = committed; tellEnd(abort); becomeIdle() }

  /* dialogueEnded */
  :: atomic { isAbandoned ->
      isHeard = false;
      if
      :: job == awaitingCard -> becomeIdle()
      :: job == reporting -> unacknowledged()
      :: else
      fi
    }

  /* Power: a snapshot that was being stored is on flash or is not; what follows it is lost with the rest. */
  :: atomic { job != off && terminalMayFail ->
      job = off; present = NONE; customer = NONE; isHeard = false; saidYes = false
    }
  :: atomic { job == off -> becomeIdle() }

  /* Another till, with another journal and another amount, while nobody is served. */
  :: atomic { job == none && strangers < STRANGERS && last < LAST && mayFail ->
      strangers++;
      last = last + 1; payer[last] = STRANGER;
      if :: flash[last] = committed :: flash[last] = refusedByHost fi
    }
  od
}

/* ---- The acquirer: what it books is what was charged. ---- */

inline reply(answer, which) {
  if
  :: nfull(fromHost) -> fromHost!answer(which)
  :: mayFail || full(fromHost)             /* lost */
  fi
}

proctype Acquirer() {
  byte which;
end:
  do
  :: atomic { nempty(toHost) ->
      if
      :: toHost?authorize(which) ->
        if
        :: isBooked[which] = true; d_step { check() }; reply(yes, which)
        :: reply(no, which)
        fi
      :: toHost?reverse(which) ->
        isUndone[original[which]] = true; d_step { check() }; reply(yes, which)
      fi;
      which = 0
    }
  od
}
