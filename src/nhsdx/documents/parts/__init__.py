"""Parts that several documents share: charts, sections, arithmetic, both scores, and how to check figures."""
