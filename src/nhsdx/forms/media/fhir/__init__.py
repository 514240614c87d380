"""Forms for FHIR: a Questionnaire for R4B or R5, and a QuestionnaireResponse, which is the same in both releases."""
