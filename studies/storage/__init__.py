"""Storage: the folder of a study, its journal, Parquet files, tables, provenance."""
