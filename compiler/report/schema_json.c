#include "report/schema_json.h"

#include "report/schema_parts.h"
#include "report/schema_writer.h"
#include "support/text.h"
#include <stdlib.h>
#include <string.h>

const char *schema_reference(const SchemaWriter *writer, const char *definition)
{
    return arena_printf(writer->arena, "#/$defs/%s", definition);
}

void schema_part(SchemaWriter *writer, const char *name, const char *schema)
{
    Text text = {.arena = writer->arena};
    for (const char *p = schema; *p;) {
        size_t plain = strcspn(p, "@");
        text_printf(&text, "%.*s", (int)plain, p);
        p += plain;
        if (!*p)
            break;
        size_t word = strspn(p + 1, "abcdefghijklmnopqrstuvwxyz_");
        text_printf(&text, "{'$ref': '#/$defs/%.*s'}", (int)word, p + 1);
        p += 1 + word;
    }
    json_fragment_as(&writer->json, name, text_string(&text));
}

/* ---- sections ---------------------------------------------------------------------------- */

/* A mapping of named members and no others; close_mapping ends it. */
static void open_mapping(Json *json, const char *name, const char *description)
{
    json_name(json, name);
    json_object(json);
    if (description)
        json_text_as(json, "description", description);
    json_text_as(json, "type", "object");
    json_name(json, "properties");
    json_object(json);
}

static void close_mapping(Json *json)
{
    json_close(json);
    json_fragment_as(json, "additionalProperties", "false");
    json_close(json);
}

static void write_defaults(SchemaWriter *writer)
{
    Json *json = &writer->json;
    open_mapping(json, "defaults", "arguments of built-in layers");
    for (size_t i = 0; i < kind_spec_count; i++) {
        const KindSpec *kind = &kind_specs[i];
        if (!argument_count(kind) || kind->arguments[0].type == ARGUMENT_TREE)
            continue;
        open_mapping(json, kind->name, NULL);
        for (size_t k = 0; k < argument_count(kind); k++)
            schema_argument(writer, &kind->arguments[k]);
        close_mapping(json);
    }
    close_mapping(json);
}

/* A variable keeps the type that it has in the model. */
static const char *variable_schema(const Variable *variable)
{
    const Tree *tree = variable->tree;
    if (tree->kind == TREE_LIST)
        return "@list";
    char *end;
    (void)strtod(tree->text, &end);
    if (*tree->text && !*end)
        return "@number";
    if (strcmp(tree->text, "true") == 0 || strcmp(tree->text, "false") == 0)
        return "@truth";
    return is_word(tree->text) ? "@word_or_variable" : "@variable";
}

static void write_set(SchemaWriter *writer)
{
    Json *json = &writer->json;
    json_name(json, "set");
    json_object(json);
    json_text_as(json, "description", "variables: numbers, truth values, words and lists of these");
    json_text_as(json, "type", "object");
    if (writer->model) {
        json_name(json, "properties");
        json_object(json);
        for (const Variable *v = writer->model->variables.first; v; v = v->next)
            schema_part(writer, v->name, variable_schema(v));
        json_close(json);
    }
    schema_part(writer, "patternProperties", "{'^[a-z][a-z0-9_]*$': @variable}");
    json_fragment_as(json, "additionalProperties", "false");
    json_close(json);
}

static void write_training(SchemaWriter *writer)
{
    Json *json = &writer->json;
    open_mapping(json, "training", "the recipe");
    for (size_t i = 0; i < training_key_count; i++) {
        const TrainingKeySpec *key = &training_key_specs[i];
        json_name(json, key->name);
        json_inline_object(json);
        json_text_as(json, "$ref",
            schema_reference(writer, arena_printf(writer->arena, "training_%s", key->name)));
        json_text_as(json, "description", key->meaning);
        json_close(json);
    }
    close_mapping(json);
}

static void write_sections(SchemaWriter *writer)
{
    Json *json = &writer->json;
    json_text_as(json, "type", "object");
    json_name(json, "properties");
    json_object(json);
    for (const SchemaPart *part = schema_sections; part->name; part++)
        schema_part(writer, part->name, part->schema);
    write_set(writer);
    write_defaults(writer);
    write_training(writer);
    json_close(json);
    json_fragment_as(json, "additionalProperties", "false");
}

static void write_definitions(SchemaWriter *writer)
{
    Json *json = &writer->json;
    json_name(json, "$defs");
    json_object(json);
    for (const SchemaPart *part = schema_definitions; part->name; part++)
        schema_part(writer, part->name, part->schema);
    schema_one_layer(writer);
    json_close(json);
}

bool schema_json(
    FILE *stream, Arena *arena, Diag *diag, const char *path, const FrontendOptions *options)
{
    SchemaWriter writer = {.arena = arena};
    if (path && !(writer.model = load_sections(arena, diag, path, options)))
        return false;
    writer.json = json_begin(stream);
    Json *json = &writer.json;
    json_object(json);
    json_text_as(json, "$schema", "https://json-schema.org/draft/2020-12/schema");
    json_text_as(json, "title",
        path ? arena_printf(arena, "xceptc model, with the blocks of %s", writer.model->file)
             : "xceptc model");
    write_sections(&writer);
    write_definitions(&writer);
    json_close(json);
    json_end(json);
    return true;
}
