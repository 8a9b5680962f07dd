/* What must hold, looked at whenever money moves or somebody is told something. */

byte standing;
byte i, j;

/* Bookings that stand for a key: booked, and neither undone nor safely noted for it. */
inline count(k) {
  standing = 0;
  i = 1;
  do
  :: i <= LAST ->
    if
    :: isBooked[i] && !isUndone[i] && payer[i] == k && original[i] == NONE ->
      standing++;
      j = i + 1;
      do
      :: j <= LAST && original[j] == i -> standing--; break
      :: j <= LAST && original[j] != i -> j++
      :: else -> break
      od
    :: else
    fi;
    i++
  :: else -> break
  od;
  i = 0; j = 0
}

byte c, ofOrder;

inline check() {
  c = 0; ofOrder = 0;
  do
  :: c < KEYS ->
    count(c);
    must(TWO_BOOKINGS_FOR_ONE_KEY, standing <= 1);
    must(APPROVAL_NOT_BOOKED, shown[c] != approved || standing == 1);
    must(CHARGE_DENIED, (shown[c] != declined && shown[c] != notSent) || standing == 0);
    must(SHOWN_BEFORE_SYNCED, !isFinal(shown[c]) || shown[c] == notSent || shown[c] == journal[c]);
    if
    :: isSameOrder(0, c) -> ofOrder = ofOrder + standing
    :: else
    fi;
    must(ORDER_PAID_TWICE, ofOrder <= 1);
    c++
  :: else -> break
  od;
  c = 0; ofOrder = 0; standing = 0
}
