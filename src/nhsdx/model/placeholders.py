"""The texts that a new file has where a person must write something; left as they are, they are a finding."""

SUBJECT_PLACEHOLDER = "Name of the organisation, system or programme"
ROLE_PLACEHOLDER = "Role, not name"
PLACEHOLDERS = frozenset({SUBJECT_PLACEHOLDER, ROLE_PLACEHOLDER, "…", "..."})
