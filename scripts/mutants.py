"""Finds every small way to break Swift sources, and writes all of them into one copy: a number chooses at run time.

A mutant is another operator, a number that is one more, a truth value or a condition turned round, an alternative that
is always taken, another case of an enumeration, an element that is missing in a table, a statement left out, or another
word of SQL. Whoever looks for Swift's grammar finds only as much of it as our sources use; what does not compile is
dropped by `scripts/mutate`.
"""
import re

others = {"==": ["!="], "!=": ["=="], "<": ["<=", ">="], "<=": ["<", ">"], ">": [">=", "<="], ">=": [">", "<"],
          "&&": ["||"], "||": ["&&"], "+": ["-"], "-": ["+"], "*": ["+"], "%": ["/"], "/": ["*"], "??": ["right"]}
precedence = {"&&": "LogicalConjunction", "||": "LogicalDisjunction", "+": "Addition", "-": "Addition",
              "*": "Multiplication", "%": "Multiplication", "/": "Multiplication", "??": "NilCoalescing"}
keywords = r"(?:let|var|return|guard|if|else|switch|case|for|while|repeat|func|init|deinit|throw|defer|break|continue|"\
           r"do|catch|default|in|is|as|where|import|static|private|public|internal|fileprivate|struct|enum|extension|"\
           r"typealias|mutating|convenience|final|override|indirect|nonisolated)\b"
uncounted = re.compile(r"(?:\bthrow |\bfailed\(|\bend\(|\b(?:part|identifier): |\bFieldError\(\.\w+, )$")
sql_word = re.compile(r"\b(?:SELECT|WHERE|UPDATE|INSERT INTO|DELETE FROM|PRAGMA|CREATE)\b")


def masked(text):
    """The text with comments and what stands in string literals blanked out; and where the literals are."""
    mask, literals, place = list(text), [], 0
    while place < len(text):
        if text.startswith("//", place):
            end = text.find("\n", place)
            end = len(text) if end < 0 else end
        elif text[place] == '"':
            end = literal_end(text, place)
            literals.append((place, end))
            place, end = place + 1, end - 1  # The quotes stay.
        else:
            place += 1
            continue
        for index in range(place, end):
            if text[index] != "\n" or text[place - 1] == '"':
                mask[index] = "\x01"
        place = end + 1
    return "".join(mask), literals


def literal_end(text, place):
    quotes = '"""' if text.startswith('"""', place) else '"'
    place += len(quotes)
    while not text.startswith(quotes, place):
        if text.startswith("\\(", place):
            place, depth = place + 2, 1
            while depth:
                if text[place] == '"':
                    place = literal_end(text, place)
                    continue
                depth += {"(": 1, ")": -1}.get(text[place], 0)
                place += 1
        else:
            place += 2 if text[place] == "\\" else 1
    return place + len(quotes)


class Source:
    """One file and what can be broken in it."""

    def __init__(self, name, text, cases, is_table):
        self.name, self.text, self.is_table, self.cases = name, text, is_table, cases
        self.mask, self.literals = masked(text)
        self.edits, self.sites, self.operators, self.headers = [], [], [], []
        self.dead()

    # Places where nothing is broken.

    def dead(self):
        """Headers of declarations, patterns, conditional compilation."""
        self.patterns = []
        for match in re.finditer(r"\b(?:func|init|subscript|extension|struct|enum|class|protocol)\b[?(<\s]", self.mask):
            end = self.until(match.start(), "{\n", within="{")
            self.headers.append((match.start(), end))
        for match in re.finditer(r"(?m)^\s*(?:#|@|import |\w+ import ).*$", self.mask):
            self.headers.append(match.span())
        self.headers += [match.span() for match in re.finditer(r"#else\b.*?#endif", self.mask, re.DOTALL)]
        for match in re.finditer(r"\b(?:case|catch)\b", self.mask):
            before = self.mask[self.mask.rfind("\n", 0, match.start()) + 1:match.start()].strip()
            if before and not before.endswith("}"):  # if case, guard case, for case
                end = self.until(match.start(), "=")
                self.patterns.append((match.start(), self.mask.find(" in ", match.start()) if "for" in before else end))
                continue
            end = self.until(match.start(), ":{\n")
            while self.mask[end] == "\n" and self.mask[:end].rstrip().endswith(","):
                end = self.until(end + 1, ":{\n")
            if self.mask[end] == "\n":
                self.headers.append((match.start(), end))
            else:
                where = self.mask.find(" where ", match.start(), end)
                self.patterns.append((match.start(), where if where > 0 else end))
                if where > 0:
                    self.clauses(where + 7, end)

    def until(self, start, stops, within=""):
        """Where one of `stops` stands outside of brackets; a closing bracket that was not opened ends it too."""
        depth = 0
        for place in range(start, len(self.mask)):
            character = self.mask[place]
            if depth == 0 and character in stops and not (character == "\n" and within):
                return place
            depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(character, 0)
            if depth < 0:
                return place
        return len(self.mask) - 1

    def is_dead(self, place, patterns=True):
        zones = self.headers + (self.patterns if patterns else [])
        return any(start <= place < end for start, end in zones)

    # Notes.

    def line(self, place):
        return self.text.count("\n", 0, place) + 1

    def site(self, place, what):
        """A new mutant; returns its number in this file."""
        start, end = self.text.rfind("\n", 0, place) + 1, self.text.find("\n", place)
        same = self.text[start:end].strip()
        key = (self.name.rsplit("/", 1)[-1], same, what)
        count = sum(1 for site in self.sites if site["base"] == key)
        self.sites.append({"base": key, "key": " | ".join(key) + (f" #{count + 1}" if count else ""),
                           "file": self.name, "line": self.line(place)})
        return f"\x02{len(self.sites) - 1}\x03"

    def wrap(self, start, end, before, after):
        self.edits.append((start, 1, -(end - start), before))
        self.edits.append((end, 0, end - start, after))

    # What is broken.

    def find(self):
        self.numbers()
        self.truths()
        self.operations()
        self.negations()
        self.conditions()
        self.ternaries()
        self.members()
        if self.is_table:
            self.lists()
        self.statements()
        self.queries()

    def numbers(self):
        pattern = r"(?<![\w$])(?<!(?<!\.)\.)(?:0x[0-9A-Fa-f_]+|\d[\d_]*(?:\.\d+)?)(?!\w)"
        for match in re.finditer(pattern, self.mask):
            if self.is_dead(match.start(), patterns=False):
                continue
            zone = next((zone for zone in self.patterns if zone[0] <= match.start() < zone[1]), None)
            if zone and re.search(r"(?<![.\d])\.\w|let ", self.mask[zone[0]:zone[1]]):
                continue
            number = self.site(match.start(), f"{match[0]} + 1")
            self.wrap(*match.span(), f"mutantNumber({number}, ", ")")

    def truths(self):
        for match in re.finditer(r"(?<!while )\b(?:true|false)\b", self.mask):
            if not self.is_dead(match.start()):
                self.wrap(*match.span(), f"mutantFlip({self.site(match.start(), f'not {match[0]}')}, ", ")")

    def operations(self):
        for match in re.finditer(r"(?<=\s)(==|!=|<=|>=|<|>|&&|\|\||\+|-|\*|%|/|\?\?)(?=\s)", self.mask):
            if self.is_dead(match.start()):
                continue
            name = match[1]
            if name == "??" and re.match(r"\?\?\s+(?:nil|\"\x01*\")", self.mask[match.start():]):
                continue
            after = self.mask[match.end():]
            if name in "+-*/" and re.match(r"\s\.", after) or name in "<>" and after.startswith(" ("):
                continue  # Durations and tuples have operators of their own.
            choices = [(self.site(match.start(), f"{name} → {other}"), other) for other in others[name]]
            self.operators.append((name, choices, re.match(r"..\s+nil\b", self.mask[match.start():]) is not None))
            self.edits.append((match.start(), 2, match.end(), f"{name}\x04{len(self.operators) - 1}\x05"))

    def negations(self):
        for match in re.finditer(r"(?<=[\s(\[{])!(?=[\w(])", self.mask):
            if not self.is_dead(match.start()):
                end = self.operand(match.end())
                number = self.site(match.start(), f"without ! before {self.text[match.end():end]}")
                self.wrap(match.start(), end, f"mutantFlip({number}, ", ")")

    def operand(self, place):
        """The end of names, calls, subscripts and members from here."""
        while place < len(self.mask):
            character = self.mask[place]
            if character in "([":
                place = self.until(place + 1, "") + 1
            elif re.match(r"[\w.?]", character):
                place += 1
            elif self.mask.startswith(" {", place) and self.text[place - 1] != ")" \
                    and re.match(r" \{ ?\$0|\{ \w+ in", self.mask[place:]):
                place = self.until(place + 2, "") + 1
            else:
                return place
        return place

    def conditions(self):
        for match in re.finditer(r"\b(guard|if|while)\s", self.mask):
            if self.is_dead(match.start()) or self.mask[match.start() - 1] == "#":
                continue
            self.clauses(match.end(), self.until(match.end(), "{") if match[1] != "guard" else self.before_else(match.end()))
        for match in re.finditer(r"\bfor [^\n]*? where ", self.mask):
            self.clauses(match.end(), self.until(match.end(), "{"))

    def before_else(self, start):
        depth = 0
        for match in re.compile(r"[(\[{]|[)\]}]|\belse\b").finditer(self.mask, start):
            if match[0] == "else" and depth == 0:
                return match.start()
            depth += 1 if match[0] in "([{" else -1 if match[0] in ")]}" else 0
        return start

    def clauses(self, start, end):
        while start < end:
            stop = min(self.until(start, ","), end)
            piece = self.mask[start:stop]
            bare = piece.strip()
            first = start + len(piece) - len(piece.lstrip())
            last = first + len(bare)
            start = stop + 1
            if not bare or re.match(r"(?:let|var|case)\b|[#!]|(?:true|false)$", bare):
                continue
            if re.search(r" (?:==|!=|<=|>=|<|>) ", bare) and not re.search(r"&&|\|\||\{|\s\?", bare):
                continue  # Its operator is broken already.
            self.wrap(first, last, f"mutantFlip({self.site(first, f'not ({squeezed(self.text[first:last])})')}, ", ")")

    def ternaries(self):
        for match in re.finditer(r"\s\?(?=\s)", self.mask):
            if self.is_dead(match.start()):
                continue
            start = self.condition_start(match.start())
            bare = self.mask[start:match.start()]
            if not bare.strip() or bare.lstrip().startswith("!") or "try" in bare:
                continue
            if re.search(r" (?:==|!=|<=|>=|<|>) ", bare) and not re.search(r"&&|\|\||\{", bare):
                continue
            start += len(bare) - len(bare.lstrip())
            number = self.site(start, f"not ({squeezed(self.text[start:match.start()])}) ?")
            self.wrap(start, match.start(), f"mutantFlip({number}, ", ")")

    def condition_start(self, end):
        depth, place = 0, end
        while place > 0:
            character = self.mask[place - 1]
            if depth == 0 and (character in "([{,:?" or character == "\n" and not self.goes_on(place)
                               or re.search(r"(?:\b(?:return|in|guard|if|while|where)|(?<![=!<>])=)\s$", self.mask[max(0, place - 8):place])):
                return place
            depth += {")": 1, "]": 1, "}": 1, "(": -1, "[": -1, "{": -1}.get(character, 0)
            place -= 1
        return end

    def goes_on(self, place):
        """Whether the line that begins here continues the one before."""
        return re.match(r"\s*(?:[.?:)\]+*]|&&|\|\||\?\?|- |where\b)", self.mask[place:]) is not None

    def members(self):
        for match in re.finditer(r"(?<=[\s(\[])\.([a-z]\w*)\b(?![(\w.])", self.mask):
            if match[1] not in self.cases or self.is_dead(match.start()):
                continue
            if re.match(r"\s*[:=]", self.mask[match.end():]) and "?" not in self.mask[match.start() - 3:match.start()]:
                continue
            before = self.mask[max(0, match.start() - 60):match.start()]
            if re.search(r"[=!]= $", before) or uncounted.search(before):
                continue  # The operator is broken; or the type has cases that carry something.
            if re.search(r"self = $|\?\? $", before) and re.search(r"/(?:Noted|Journal\+Opening)\.swift$", self.name):
                continue
            number = self.site(match.start(), f"{match[0]} → another")
            self.wrap(*match.span(), f"mutantCase({number}, ", ")")

    def lists(self):
        for match in re.finditer(r"(?<=[\s(])\[", self.mask):
            end, pieces, start = self.until(match.end(), ""), [], match.end()
            while start < end:
                stop = min(self.until(start, ","), end)
                if self.mask[start:stop].strip():
                    pieces.append(start + len(self.mask[start:stop]) - len(self.mask[start:stop].lstrip()))
                start = stop + 1
            if len(pieces) < 2 or self.until(match.end(), ":") < end or self.is_dead(match.start()):
                continue
            numbers = []
            for piece in pieces:
                head = self.text[piece:min(self.until(piece, ",\n"), end)]
                numbers.append(self.site(piece, f"without {squeezed(head)}"))
            self.wrap(match.start(), end + 1, f"mutantList([{', '.join(numbers)}], ", ")")

    def statements(self):
        self.once = [(*self.block(match.start()), match[1])
                     for match in re.finditer(r"(?m)\blet (\w+)(?:: [^=\n]+)?$", self.mask)]
        self.making = [(match.start(), self.until(self.until(match.start(), "{", within="{") + 1, ""))
                       for match in re.finditer(r"\binit[?(<]", self.mask)]
        starts = {match.end() for match in re.finditer(r"(?m)^ {4,}(?=\S)", self.mask)}
        starts |= {match.end() for match in re.finditer(r"(?m)^\s+(?:case|default)\b.*: (?=\w)", self.mask)}
        starts |= {match.end() for match in re.finditer(r"(?m)\b(?:if|else|for|while)\b.*\{ (?=[\w(]\S* ?[(=+])", self.mask)}
        for start in sorted(starts):
            self.statement(start)

    def statement(self, start):
        if re.match(keywords + r"|try self\.init|self\.init", self.mask[start:]) or self.is_dead(start, patterns=True):
            return
        matched = re.match(r"(?:try\?? |await |try await )?[a-z][\w.?!]*(\(|\[| \{|(?: [+-]?= ))|\([\w., ]+\)( = )",
                           self.mask[start:])
        if not matched:
            return
        previous = self.mask[:start].rstrip(" \n\x01/")
        if previous.endswith((",", "(", "[", "=", "&&", "||", "+", "?", "->")) or self.goes_on(start):
            return
        end = start
        while True:
            end = self.until(end, "\n;")
            if self.mask[end] != "\n" or not self.goes_on(end + 1):
                break
            end += 1
        while self.mask[end - 1] == " ":
            end -= 1
        text = self.mask[start:end]
        is_assignment = re.match(r"\S+ [+-]?= |\([\w., ]+\) = |[\w.]+\[[^\]]*\] [+-]?= ", text) is not None
        if is_assignment:
            target = re.match(r"(?:self\.)?\(?(\w+)", text)[1]
            if any(first <= start < last for first, last in self.making) or any(
                    first <= start < last and target == name for first, last, name in self.once):
                return
        elif not text.endswith((")", "}")) or re.search(r"^[^({]* (?:[-+*/<>&|=?]+) ", text) or self.is_value(start, end):
            return
        number = self.site(start, f"without {squeezed(self.text[start:end])}")
        self.wrap(start, end, f"if !mutantIs({number}) {{ ", " }")

    def block(self, place):
        """The braces around a place."""
        opener, depth = place, 0
        while opener > 0 and depth >= 0:
            opener -= 1
            depth += {"}": 1, ")": 1, "]": 1, "{": -1, "(": -1, "[": -1}.get(self.mask[opener], 0)
        return opener, self.until(opener + 1, "")

    def is_value(self, start, end):
        """Whether a call that stands alone in its braces is what they return."""
        opener = self.block(start)[0]
        inner = re.sub(r"^[^\n{}]*?\bin\b", "", self.mask[opener + 1:start])
        is_first = inner.strip(" \n\x01/") == "" or inner.rstrip(" \n").endswith(":")
        after = self.mask[end:].lstrip(" \n\x01/")
        is_last = after.startswith(("}", "case", "default"))
        if not (is_first and is_last):
            return False
        line = self.mask[self.mask.rfind("\n", 0, opener) + 1:opener]
        if re.search(r"\b(?:if|else|for|while|do|guard|defer|catch)\b", line) and "= if" not in line:
            return False
        return not (re.search(r"\bfunc\b|\bdeinit\b", line) and "->" not in line)

    # SQL.

    def queries(self):
        for start, end in self.literals:
            text = self.text[start:end]
            if self.is_dead(start):
                continue
            if "/Payments/" in self.name and re.fullmatch(r'"\w+"', text):
                number = self.site(start, f"{text} → another text")
                self.wrap(start, end, "mutantText(", f', ({number}, {text[:-1]}X"))')
            if not sql_word.search(text):
                continue
            changes = []
            for first, last, new, what in broken_sql(text):
                changes.append(f", ({self.site(start + first, what)}, {text[:first]}{new}{text[last:]})")
            if changes:
                self.wrap(start, end, "mutantText(", "".join(changes) + ")")

    def written(self):
        """The file with all its mutants, each with its number in the file between marks."""
        result, place = [], 0
        for position, kind, size, piece in sorted(self.edits, key=lambda edit: edit[:3]):
            result.append(self.text[place:position])
            place = position
            result.append(piece)
            if kind == 2:
                place = size
        return "".join(result) + self.text[place:]


def broken_sql(text):
    """Each small change of a statement: from, to, what stands there instead, and what that is called."""
    for match in re.finditer(r" (=|<>|<|>|<=|>=|AND|OR) ", text):
        words = re.findall(r"\b(SET|WHERE|AND|OR|ON|WHEN|CHECK|VALUES|PRAGMA|SELECT|BEFORE|AFTER)\b", text[:match.start() + 1])
        if not words or words[-1] in ("VALUES", "SET", "BEFORE", "AFTER") or words[-1] == "PRAGMA":
            continue
        new = {"=": "<>", "<>": "=", "<": "<=", ">": ">=", "<=": "<", ">=": ">", "AND": "OR", "OR": "AND"}[match[1]]
        yield match.start(1), match.end(1), new, f"SQL {around(text, match)} → {new}"
    for pattern, new in ((r"NOT EXISTS", "EXISTS"), (r"(?<!NOT )EXISTS", "NOT EXISTS"), (r"IS NOT NULL", "IS NULL"),
                         (r"IS NULL", "IS NOT NULL"), (r" DESC", " ASC"), (r"\bmax\(", "min("), (r"\bmin\(", "max("),
                         (r"= FULL", "= OFF"), (r"= ON\b", "= OFF"), (r"= WAL", "= DELETE")):
        for match in re.finditer(pattern, text):
            if "CREATE TABLE" in text and "NULL" in pattern:
                continue
            yield match.start(), match.end(), new, f"SQL {around(text, match)} → {new.strip()}"
    for match in re.finditer(r"ORDER BY [\w.+]+(?!\w| DESC|\.)", text):
        yield match.end(), match.end(), " DESC", f"SQL {match[0]} → DESC"
    for match in re.finditer(r"IN \(('[^)]*, [^)]*)\)", text):
        pieces = match[1].split(", ")
        for index, piece in enumerate(pieces):
            rest = ", ".join(pieces[:index] + pieces[index + 1:])
            yield match.start(1), match.end(1), rest, f"SQL {around(text, match)} without {piece}"
    for match in re.finditer(r"LIMIT (\d\d+)|\b(\d{4,})\b", text):
        group = 1 if match[1] else 2
        yield match.start(group), match.end(group), str(int(match[group]) + 1), f"SQL {match[0]} + 1"
    for match in re.finditer(r"CREATE TRIGGER (\w+).*?END;", text, re.DOTALL):
        yield match.start(), match.end(), "", f"SQL without trigger {match[1]}"
    for match in re.finditer(r" ?\bCHECK \((?:[^()]|\([^()]*\))*\)", text):
        yield match.start(), match.end(), "", f"SQL without{match[0] if match[0][0] == ' ' else ' ' + match[0]}"


def around(text, match):
    """Some of the statement, so that one can see which word is meant."""
    before = re.search(r"[\w.]*\s*$", text[:match.start()])[0].strip()
    after = re.match(r"\s*[\w.?'(]*", text[match.end():])[0].strip()
    return squeezed(f"{before} {match[0].strip()} {after}")


def squeezed(text):
    """On one line, and not too long."""
    text = re.sub(r"\s+", " ", text).strip()
    return text if len(text) <= 60 else text[:57] + "…"


def case_names(texts):
    """The cases of all enumerations that can be counted and carry nothing."""
    names = set()
    for text in texts:
        for match in re.finditer(r"enum \w+: [^{\n]*CaseIterable[^{]*\{", text):
            body = text[match.end():text.find("\n  }" if text[match.start() - 3:match.start()] == "ic " else "\n}", match.end())]
            for line in re.findall(r"(?m)(?:^|\{)\s*case ([\w, ]+?)(?: \}|$)", body + ""):
                names.update(part.strip() for part in line.split(","))
            one = None if not body else re.match(r" case ([\w, ]+) \}", text[match.end():match.end() + 200])
            if one:
                names.update(part.strip() for part in one[1].split(","))
        names.update(re.findall(r"\.(\w+)", "".join(re.findall(r"allCases: \[Self\] \{([^}]*)\}", text))))
    return names


def declarations(operators):
    """One operator for each place; `operators` are name, mark, [(number, other)], whether it compares with nil."""
    lines = ["internal import Foundation", "", "// One operator for each place."]
    bounds = {"==": ["Equatable"], "!=": ["Equatable"], "+": ["AdditiveArithmetic"], "-": ["AdditiveArithmetic"],
              "*": ["Numeric"], "%": ["BinaryInteger"], "/": ["BinaryInteger", "FloatingPoint"]}
    for name, mark, choices, is_nil in operators:
        lines.append(f"infix operator {name}{mark}: {precedence.get(name, 'Comparison')}Precedence")
        if name == "??":
            for answer in ("Value", "Value?"):
                lines.append(f"func ??{mark} <Value>(left: Value?, right: @autoclosure () throws -> {answer}) rethrows -> "
                             f"{answer} {{\n  if mutantIs({choices[0][0]}) {{ return try right() }}\n"
                             "  return try left ?? right()\n}")
            continue
        def tests(right):
            return "".join(f"  if mutantIs({number}) {{ return {'try ' if name in ('&&', '||') else ''}left {other} {right} }}\n"
                           for number, other in choices)
        if name in ("&&", "||"):
            lines.append(f"func {name}{mark} (left: Bool, right: @autoclosure () throws -> Bool) rethrows -> Bool {{\n"
                         f"{tests('right()')}  return try left {name} right()\n}}")
            continue
        if is_nil:
            lines.append(f"func {name}{mark} <Value>(left: Value?, right: _OptionalNilComparisonType) -> Bool {{\n"
                         f"{tests('nil')}  return left {name} nil\n}}")
            continue
        for bound in bounds.get(name, ["Comparable"]):
            answer = "Value" if name in "+-*%/" else "Bool"
            lines.append(f"func {name}{mark} <Value: {bound}>(left: Value, right: Value) -> {answer} {{\n"
                         f"{tests('right')}  return left {name} right\n}}")
        if name in "+-":
            change = {"+": "right", "-": ".zero - right"}
            lines.append(f"func {name}{mark} <Value: InstantProtocol>(left: Value, right: Value.Duration) -> Value {{\n"
                         f"  if mutantIs({choices[0][0]}) {{ return left.advanced(by: {change[choices[0][1]]}) }}\n"
                         f"  return left.advanced(by: {change[name]})\n}}")
            lines.append(f"func {name}{mark} (left: Date, right: TimeInterval) -> Date {{\n"
                         f"{tests('right')}  return left {name} right\n}}")
        if name == "+":
            lines.append(f"func +{mark} <Value: RangeReplaceableCollection>(left: Value, right: some Sequence<Value.Element>) "
                         f"-> Value {{\n  if mutantIs({choices[0][0]}) {{ return left }}\n  return left + right\n}}")
    return "\n".join(lines) + "\n"
