"""The schemas of Docs/schema, each as a validator of Python's jsonschema."""

import json
import pathlib

import jsonschema

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Docs" / "schema"

# Which schemas a frame of a channel may fit: the folder of those that its `type` chooses, or the one file.
# The operator's connection has its own commands and replies.
PLACES = {
    ("verbatim", True): "commands",
    ("verbatim", False): "events",
    ("operator", True): "operator/commands",
    ("operator", False): "operator/replies",
    ("tutorialChat", True): "tutorials/line.json",
    ("tutorialChat", False): "tutorials/chat",
    ("tutorialNotification", True): "tutorials/line.json",
    ("tutorialNotification", False): "tutorials/notification.json",
}


class Schemas:
    def __init__(self, folder=FOLDER):
        self.documents = {
            path.relative_to(folder).as_posix(): json.loads(path.read_text(encoding="utf-8"))
            for path in sorted(folder.rglob("*.json"))
        }
        for path, document in self.documents.items():
            jsonschema.Draft202012Validator.check_schema(document)
            # AsyncAPI's tools read them as draft 7.
            jsonschema.Draft7Validator.check_schema(document)
        # All but the choices and the codes are of one kind of frame each.
        self.frames = [path for path, document in self.documents.items() if document.get("type") == "object"]
        store = {document["$id"]: document for document in self.documents.values()}
        self.validators = {
            path: jsonschema.Draft202012Validator(
                document, resolver=jsonschema.RefResolver(document["$id"], document, store=store)
            )
            for path, document in self.documents.items()
        }

    def path(self, channel, received, frame):
        """The schema of a frame, or None where no schema is for frames with its type."""
        place = PLACES[channel, received]
        if place.endswith(".json"):
            return place
        name = frame.get("type") if isinstance(frame, dict) else None
        path = f"{place}/{name}.json"
        return path if isinstance(name, str) and path in self.validators else None

    def choice(self, path):
        """The schema that has this one among its choices, or None."""
        reference = "/".join(path.split("/")[-2:])
        for name, document in self.documents.items():
            if {"$ref": reference} in document.get("oneOf", []) and name.split("/")[:-1] == path.split("/")[:-2]:
                return name
        return None

    def problem(self, path, frame):
        """What is wrong with a frame, or None."""
        error = jsonschema.exceptions.best_match(self.validators[path].iter_errors(frame))
        if error is None:
            return None
        place = "/".join(str(part) for part in error.absolute_path) or "the frame"
        return f"{place}: {error.message}"
