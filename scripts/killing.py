"""What scripts/kill-test works with: a counter and its terminal as real processes, and the books they keep."""
import collections, json, os, signal, sqlite3, subprocess, time
from pathlib import Path

root = Path(__file__).resolve().parent.parent
pos = os.environ.get("POS") or str(root / ".build" / "debug" / "pos")
# postgres://…: each world's journal is a database of its own at this server, and no file.
server = os.environ.get("POS_JOURNAL_URL")
limit = 60  # seconds; whatever takes longer hangs


class Failure(Exception):
    pass


class Lines:
    """A file of JSON lines, read whole or, where it only grows, on from where it was read to."""

    def __init__(self, path, take, grows):
        self.path, self.take, self.grows, self.offset = path, take, grows, 0

    def read(self):
        if not self.path.exists():
            return
        with open(self.path, "rb") as file:
            file.seek(self.offset)
            # A line that a kill cut short is no row; the simulator cuts it off when it starts.
            text, end, _ = file.read().rpartition(b"\n")
        self.offset += (len(text) + len(end)) * self.grows
        for line in text.splitlines():
            if line:
                self.take(json.loads(line))


class Server:
    """A database, asked through psql."""

    def __init__(self, name):
        self.url = f"{server}/{name}"
        subprocess.run(["psql", "-Xq", f"{server}/postgres", "-c", f"CREATE DATABASE {name}"], check=True)
        self.psql = subprocess.Popen(["psql", "-XqAt", self.url], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                     stderr=subprocess.DEVNULL, text=True)

    def first(self, query, *values):
        for value in values:
            query = query.replace("?", f"'{value}'", 1)
        self.psql.stdin.write(f"{query};\nSELECT 'end';\n")
        self.psql.stdin.flush()
        rows = list(iter(lambda: self.psql.stdout.readline().rstrip("\n"), "end"))
        return "none" if not rows else int(rows[0]) if rows[0].isdigit() else rows[0]

    def close(self):
        self.psql.stdin.close()
        self.psql.wait()


class World:
    """One counter, one terminal on one kind of line, one service, and where they keep their books."""

    def __init__(self, folder, line, scale, password):
        self.folder, self.line, self.scale, self.password = folder, line, scale, password
        self.database = Server("_".join(folder.name.replace("-", "_").lower().split())) if server else None
        self.journal = self.database.url if server else folder / "journal.sqlite"
        self.state, self.link = folder / "state", folder / "reader"
        self.booked, self.reversed = collections.Counter(), collections.Counter()
        self.memory = collections.defaultdict(dict)
        self.books = [Lines(self.state / "acquirer.jsonl", self.take_booking, True),
                      Lines(self.state / "turnover.jsonl", self.take_turnover, False)]
        self.sim = self.service = self.connection = None
        self.port, self.service_port, self.service_book = 0, 0, None
        self.log = open(folder / "sim.log", "ab")
        folder.joinpath("paper").mkdir()
        self.start_sim()

    def take_booking(self, row):
        """Bookings and reversals at the acquirer, by amount."""
        if row["event"] in ("booked", "reversed"):
            getattr(self, row["event"])[row["amount"]] += 1

    def take_turnover(self, row):
        """The terminal's own view: the last state of each payment, by amount."""
        if row["kind"] == "payment":
            self.memory[row["amount"]][row["trace"]] = row["state"]
        elif row["kind"] == "reversal" and row["state"] == "committed" and row["isApproval"]:
            self.memory[row["amount"]][row["originalTrace"]] = "undone"

    def books_of(self, amount):
        for book in self.books:
            book.read()
        kept = sum(state == "committed" for state in self.memory[amount].values())
        return self.booked[amount], self.reversed[amount], kept

    # Processes.

    def spawn(self, *arguments):
        process = subprocess.Popen(
            [pos, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log)
        word = process.stdout.readline().decode().split()
        if len(word) != 2 or word[0] != "ready":
            process.kill()
            raise Failure(f"{arguments[0]} said {word!r} instead of ready")
        return process, word[1]

    def start_sim(self):
        place = ["--pty", "--link", self.link] if self.line == "pty" else ["--tcp", f"127.0.0.1:{self.port}"]
        self.sim, address = self.spawn(
            "sim", *place, "--state", self.state, "--password", self.password, "--time-scale", self.scale)
        if self.line == "tcp":
            self.port = int(address.rsplit(":", 1)[1])
        self.address = f"serial:{self.link}" if self.line == "pty" else f"tcp:127.0.0.1:{self.port}"

    def start_service(self, name, faults):
        """A service of its own for each inquiry: its three debts are owed once."""
        self.service_book, self.service_port = self.folder / f"service-{name}.jsonl", 0
        self.debts = f"{name}-"
        self.restart_service(*(word for fault in faults for word in ("--fault", fault)))

    def restart_service(self, *faults):
        self.service, self.service_url = self.spawn(
            "sim-service", "--port", self.service_port, "--book", self.service_book,
            "--prefix", self.debts, *faults)
        self.service_port = int(self.service_url.rsplit(":", 1)[1])

    def stop(self, process):
        if process is not None and process.poll() is None:
            process.kill()
            process.wait()
            process.stdout.close()

    def close(self):
        self.stop(self.sim)
        self.stop(self.service)
        if self.database:
            self.database.close()

    def expire(self):
        """Time passes after a death: what the dead counter held runs out."""
        if self.database:
            self.database.first("UPDATE leases SET expires = 0")

    def wire(self):
        return ["--reader", self.address, "--journal", self.journal, "--password", self.password,
                "--time-scale", self.scale]

    def start(self, *arguments):
        return subprocess.Popen(
            [pos, *map(str, arguments), "--json"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, *arguments):
        done = subprocess.run(
            [pos, *map(str, arguments), "--json"], stdin=subprocess.DEVNULL, capture_output=True, timeout=limit)
        if done.returncode < 0:
            raise Failure(f"{' '.join(map(str, arguments))} died of signal {-done.returncode}")
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr.decode()

    # The register's journal; who reads a WAL file disturbs no writer.

    def ask(self, query, *values):
        """The first column of the first row; `none` where there is no row, or no table yet."""
        if self.database:
            return self.database.first(query, *values)
        if self.connection is None:
            if not self.journal.exists():
                return "none"
            self.connection = sqlite3.connect(f"file:{self.journal}?mode=ro", uri=True, isolation_level=None)
        try:
            row = self.connection.execute(query, values).fetchone()
        except sqlite3.Error:
            return "none"
        return row[0] if row else "none"

    def attempt(self, key):
        return self.ask("SELECT state FROM attempts WHERE key = ?", key)

    def flow(self, name):
        return self.ask("SELECT stage FROM flows WHERE id = ?", name)

    def day(self):
        return self.ask("SELECT stage FROM day_closes ORDER BY number DESC LIMIT 1")


def until(seconds, ended):
    end = time.monotonic() + seconds
    while time.monotonic() < end and not ended():
        time.sleep(min(0.0005, max(0, end - time.monotonic())))


def freeze(process):
    """Stops it, and returns when it has stopped or ended."""
    process.send_signal(signal.SIGSTOP)
    until(1, lambda: not is_running(process.pid))


def is_running(number):
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] not in "TZ"
    except (FileNotFoundError, ProcessLookupError):
        return False


def check_digit(digits):
    """The check digit of bill and payment IDs: weights 2 to 7 from the right, modulo 11."""
    rest = 11 - sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(digits))) % 11
    return str(rest if rest < 10 else 0)


def bill(file, thousands):
    """A gas bill with that file number and amount in thousands of rials."""
    number = f"{file:08}1013"
    number += check_digit(number)
    payment = f"{thousands}412"
    payment += check_digit(payment)
    return number, payment + check_digit(number + payment)
