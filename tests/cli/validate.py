#!/usr/bin/env python3
"""Validates YAML files against a JSON Schema with the jsonschema package, which shares no code with
the compiler.

usage: validate.py SCHEMA FILE...

Prints a line for each file, "valid FILE" or "wrong FILE: message"; exit status 77 where the packages
jsonschema and yaml are missing, else 0.
"""
import json
import sys

try:
    import jsonschema
    import yaml
except ImportError as error:
    print(f"SKIPPED: {error}")
    sys.exit(77)

with open(sys.argv[1], encoding="utf-8") as stream:
    schema = json.load(stream)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as stream:
        errors = list(validator.iter_errors(yaml.safe_load(stream)))
    if errors:
        print(f"wrong {path}: {errors[0].message[:200]}")
    else:
        print(f"valid {path}")
