"""`nhsdx rubric schema`: writes the JSON Schemas of files."""
