/* The parts of the JSON Schema that no table of the frontend has: values, joins, sections. */
#ifndef XC_SCHEMA_PARTS_H
#define XC_SCHEMA_PARTS_H

/* JSON on one line, with ' for " and @word for {"$ref": "#/$defs/word"}. */
typedef struct SchemaPart {
    const char *name;
    const char *schema;
} SchemaPart;

/* Both end with a row of NULL name. */
extern const SchemaPart schema_sections[]; /* of a file, but for set, defaults and training */
extern const SchemaPart schema_definitions[]; /* $defs, but for one_layer */

#endif
