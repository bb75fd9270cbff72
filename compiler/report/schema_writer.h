/* What the files that write the JSON Schema share. Private to schema_json.c and schema_layers.c. */
#ifndef XC_SCHEMA_WRITER_H
#define XC_SCHEMA_WRITER_H

#include "frontend/load.h"
#include "report/json.h"

typedef struct SchemaWriter {
    Json json;
    Arena *arena;
    const Model *model; /* NULL: any */
} SchemaWriter;

/* "#/$defs/pair" */
const char *schema_reference(const SchemaWriter *writer, const char *definition);
/* "name": a schema in the notation of schema_parts.h. */
void schema_part(SchemaWriter *writer, const char *name, const char *schema);
/* "filters": what that argument takes, with meaning and default. */
void schema_argument(SchemaWriter *writer, const ArgumentSpec *argument);
/* "one_layer": every kind and, with a model, every block. */
void schema_one_layer(SchemaWriter *writer);

#endif
