"""Forms for FHIR: a Questionnaire of R4B or R5, and a QuestionnaireResponse, which is the same in both."""
