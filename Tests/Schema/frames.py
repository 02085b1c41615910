"""What is wrong with the frames that servers received and sent, by the schemas of Docs/schema."""

import collections
import json
import multiprocessing

import schemas


def beyond_schemas(record):
    """Why a refused frame may fit its schema all the same, or None."""
    if record["refusal"] in ("bad_json", "too_large", "too_deep"):
        return "the text itself is refused, or a length that `hello` tells"
    if record.get("field") in ("password", "old_password") and record["refusal"] == "bad_frame":
        return "the shortest password is a limit that `hello` tells"
    if any_float(record.get("frame")):
        return "a schema takes 1.0 for the integer 1"
    if "\\u0000" in json.dumps(names(record.get("frame"))):
        return "a schema does not look at the names of unknown fields"
    return None


def any_float(value):
    if isinstance(value, dict):
        return any(any_float(inner) for inner in value.values())
    if isinstance(value, list):
        return any(any_float(inner) for inner in value)
    return isinstance(value, float)


def names(value):
    if isinstance(value, dict):
        return [*value, *(name for inner in value.values() for name in names(inner))]
    if isinstance(value, list):
        return [name for inner in value for name in names(inner)]
    return []


known = schemas.Schemas()


def verdict(key):
    """The schema of a frame, and what is wrong with it by that."""
    channel, received, text = key
    frame = json.loads(text)
    path = known.path(channel, received, frame)
    return path, "no schema is for frames of this type" if path is None else known.problem(path, frame)


def problem(record, path, wrong):
    """What is wrong with the project, or None."""
    if "refusal" not in record:
        return wrong
    if wrong is None and beyond_schemas(record) is None:
        return f"it was refused with {record['refusal']}, and fits {path}"
    return None


class Conversations:
    """Which commands got which replies."""

    def __init__(self):
        document = json.loads((schemas.FOLDER.parent / "asyncapi.json").read_text(encoding="utf-8"))
        self.allowed = {
            name.removeprefix("receive_command_"): {
                message["$ref"].rsplit("/event_", 1)[1] for message in operation["reply"]["messages"]
            }
            for name, operation in document["operations"].items()
            if name.startswith("receive_command_")
        }
        self.commands = collections.defaultdict(set)
        # A session that is resumed may get replies to what it asked another server, before a crash.
        self.resuming = set()

    def problem(self, file, record, frame):
        """Connections of a host are not told apart: all its commands of one `id` are looked at together."""
        if record["channel"] != "verbatim":
            return None
        if record["received"]:
            if "refusal" not in record and isinstance(frame.get("id"), str):
                self.commands[file, record["host"], frame["id"]].add(frame["type"])
            if frame["type"] == "login" and frame.get("resume"):
                self.resuming.add((file, record["host"]))
            return None
        if (file, record["host"]) in self.resuming:
            return None
        types = self.commands.get((file, record["host"], frame.get("re")))
        if types is None or any(frame["type"] in self.allowed[type] for type in types):
            return None
        return f"it answers {' or '.join(sorted(types))}, and is not among its replies in asyncapi.json"


def judge(records):
    """Looks at what servers wrote, each record with its file: what is wrong, and which schemas had no frame.

    The problems are by frame (channel, whether it was received, its text), so that the same frame in another place is
    not told twice.
    """
    keys = {}
    for _, record in records:
        if "frame" in record:
            text = json.dumps(record["frame"], sort_keys=True)
            record["key"] = (record["channel"], record["received"], text)
            keys[record["key"]] = None
    with multiprocessing.Pool() if len(keys) > 1000 else Here() as pool:
        for key, answer in zip(keys, pool.imap(verdict, keys, chunksize=500)):
            keys[key] = answer

    problems, fitting = {}, collections.Counter()
    for key, (path, wrong) in keys.items():
        # One frame of each schema shows that the choice among them finds it.
        if wrong is None and path not in fitting:
            fitting[path] = 0
            choice = known.choice(path)
            found = choice and known.problem(choice, json.loads(key[2]))
            if found:
                problems[key] = f"it fits {path}, but not {choice}: {found}"
    conversations = Conversations()
    for file, record in records:
        if "frame" not in record:
            if not record["received"] or "refusal" not in record:
                key = (record["channel"], record["received"], f"in {file}: {record['problem']}")
                problems.setdefault(key, "a frame that is no JSON went out or was accepted")
            continue
        path, wrong = keys[record["key"]]
        if wrong is None and "refusal" not in record:
            fitting[path] += 1
        found = problem(record, path, wrong)
        if found is None and wrong is None:
            found = conversations.problem(file, record, record["frame"])
        if found:
            problems.setdefault(record["key"], found)
    return problems, [path for path in known.frames if not fitting[path]]


class Here:
    """This process in the place of a pool, which is not worth its start for a few frames."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def imap(self, function, values, chunksize):
        return map(function, values)
