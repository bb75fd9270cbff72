/* The schema of one layer: its kinds from the table of frontend/schema.h, blocks from the model. */
#include "report/schema_writer.h"

#include "frontend/tree_text.h"
#include <string.h>

static void write_reference(SchemaWriter *writer, const char *definition)
{
    json_inline_object(&writer->json);
    json_text_as(&writer->json, "$ref", schema_reference(writer, definition));
    json_close(&writer->json);
}

/* ---- built-in layers --------------------------------------------------------------------- */

static const char *definition_of(const ArgumentSpec *argument)
{
    static const char *const definitions[] = {
        [ARGUMENT_COUNT] = "count",
        [ARGUMENT_ONE] = "count",
        [ARGUMENT_PAIR] = "pair",
        [ARGUMENT_PADDING] = "padding",
        [ARGUMENT_BOOL] = "truth",
        [ARGUMENT_FRACTION] = "fraction",
        [ARGUMENT_POSITIVE] = "positive",
        [ARGUMENT_ACTIVATION] = "activation",
        [ARGUMENT_INITIALIZER] = "initializer",
        [ARGUMENT_REGULARIZER] = "regularizer",
        [ARGUMENT_TREE] = NULL, /* branches, layer, times, each, layers: defined by their names */
    };
    const char *definition = definitions[argument->type];
    return definition ? definition : argument->name;
}

/* Does every file that calls the layer have to give it? */
static bool is_required(
    const SchemaWriter *writer, const KindSpec *kind, const ArgumentSpec *argument)
{
    if (argument->default_)
        return false;
    if (argument->type == ARGUMENT_TREE)
        return true;
    return writer->model && !map_get(&writer->model->defaults,
                                arena_printf(writer->arena, "%s.%s", kind->name, argument->name));
}

static const char *describe(const SchemaWriter *writer, const ArgumentSpec *argument)
{
    if (!argument->keras)
        return argument->meaning;
    return arena_printf(writer->arena, "%s%sKeras: %s", argument->meaning,
        *argument->meaning ? ". " : "", argument->keras);
}

void schema_argument(SchemaWriter *writer, const ArgumentSpec *argument)
{
    Json *json = &writer->json;
    const char *default_ = argument->default_, *description = describe(writer, argument);
    json_name(json, argument->name);
    json_inline_object(json);
    json_text_as(json, "$ref", schema_reference(writer, definition_of(argument)));
    if (*description)
        json_text_as(json, "description", description);
    if (default_ && *default_) {
        bool word = argument->type == ARGUMENT_PADDING || argument->type == ARGUMENT_ACTIVATION ||
                    argument->type == ARGUMENT_INITIALIZER;
        json_fragment_as(
            json, "default", word ? arena_printf(writer->arena, "'%s'", default_) : default_);
    }
    json_close(json);
}

static void write_common_arguments(SchemaWriter *writer, bool named)
{
    if (named)
        schema_part(writer, "name", "@name");
    schema_part(writer, "if", "@truth");
}

static size_t count_required(const SchemaWriter *writer, const KindSpec *kind, size_t from)
{
    size_t required = 0;
    for (size_t i = from; i < argument_count(kind); i++)
        required += is_required(writer, kind, &kind->arguments[i]) ? 1 : 0;
    return required;
}

/* It leaves no trace, so has no name, and its first two arguments exclude each other. */
static bool is_repeat(const KindSpec *kind)
{
    return strcmp(kind->name, "repeat") == 0;
}

/* KIND: {ARGUMENT: value, ...} */
static void write_kind_object(SchemaWriter *writer, const KindSpec *kind)
{
    Json *json = &writer->json;
    json_object(json);
    json_text_as(json, "type", "object");
    json_name(json, "properties");
    json_object(json);
    for (size_t i = 0; i < argument_count(kind); i++)
        schema_argument(writer, &kind->arguments[i]);
    write_common_arguments(writer, !is_repeat(kind));
    json_close(json);
    json_fragment_as(json, "additionalProperties", "false");
    if (count_required(writer, kind, 0)) {
        json_name(json, "required");
        json_inline_array(json);
        for (size_t i = 0; i < argument_count(kind); i++)
            if (is_required(writer, kind, &kind->arguments[i]))
                json_text(json, kind->arguments[i].name);
        json_close(json);
    }
    if (is_repeat(kind))
        json_fragment_as(json, "oneOf", "[{'required': ['times']}, {'required': ['each']}]");
    json_close(json);
}

/* KIND: VALUE */
static bool takes_value(const SchemaWriter *writer, const KindSpec *kind)
{
    return argument_count(kind) && count_required(writer, kind, 1) == 0 && !is_repeat(kind);
}

static void write_kind(SchemaWriter *writer, const KindSpec *kind)
{
    Json *json = &writer->json;
    json_name(json, kind->name);
    json_object(json);
    json_text_as(json, "description",
        kind->keras ? arena_printf(writer->arena, "%s Keras: %s", kind->meaning, kind->keras)
                    : kind->meaning);
    json_name(json, "anyOf");
    json_array(json);
    if (takes_value(writer, kind))
        write_reference(writer, definition_of(&kind->arguments[0]));
    write_kind_object(writer, kind);
    json_close(json);
    json_close(json);
}

/* ---- blocks ------------------------------------------------------------------------------ */

static bool is_current(const Model *model, const Block *block)
{
    return map_get(&model->blocks, block->name) == block;
}

static size_t count_required_of_block(const Block *block, size_t from)
{
    size_t required = 0;
    for (size_t i = from; i < block->argument_count; i++)
        required += block->arguments[i].default_ ? 0 : 1;
    return required;
}

static void write_block_argument(SchemaWriter *writer, const BlockArgument *argument)
{
    Json *json = &writer->json;
    json_name(json, argument->name);
    json_inline_object(json);
    if (argument->default_) {
        const char *value = flow_text(writer->arena, argument->default_);
        json_text_as(json, "description", arena_printf(writer->arena, "default: %s", value));
    }
    json_close(json);
}

static void write_block_object(SchemaWriter *writer, const Block *block)
{
    Json *json = &writer->json;
    json_object(json);
    json_text_as(json, "type", "object");
    json_name(json, "properties");
    json_object(json);
    for (size_t i = 0; i < block->argument_count; i++)
        write_block_argument(writer, &block->arguments[i]);
    write_common_arguments(writer, true);
    json_close(json);
    json_fragment_as(json, "additionalProperties", "false");
    if (count_required_of_block(block, 0)) {
        json_name(json, "required");
        json_inline_array(json);
        for (size_t i = 0; i < block->argument_count; i++)
            if (!block->arguments[i].default_)
                json_text(json, block->arguments[i].name);
        json_close(json);
    }
    json_close(json);
}

static void write_block(SchemaWriter *writer, const Block *block)
{
    Json *json = &writer->json;
    json_name(json, block->name);
    json_object(json);
    json_text_as(json, "description", "A block of the model.");
    json_name(json, "anyOf");
    json_array(json);
    if (block->argument_count && count_required_of_block(block, 1) == 0)
        json_fragment(json, "{'type': ['string', 'number', 'boolean', 'array']}");
    write_block_object(writer, block);
    json_close(json);
    json_close(json);
}

/* ---- a layer ----------------------------------------------------------------------------- */

/* KIND alone. */
static void write_bare_kinds(SchemaWriter *writer)
{
    Json *json = &writer->json;
    const Model *model = writer->model;
    json_inline_object(json);
    json_name(json, "enum");
    json_inline_array(json);
    for (size_t i = 0; i < kind_spec_count; i++)
        if (count_required(writer, &kind_specs[i], 0) == 0)
            json_text(json, kind_specs[i].name);
    for (size_t i = 0; model && i < model->block_list.count; i++)
        if (is_current(model, model->block_list.data[i]) &&
            count_required_of_block(model->block_list.data[i], 0) == 0)
            json_text(json, model->block_list.data[i]->name);
    json_close(json);
    json_close(json);
}

static void write_kinds(SchemaWriter *writer)
{
    Json *json = &writer->json;
    const Model *model = writer->model;
    json_object(json);
    json_text_as(json, "type", "object");
    json_whole_as(json, "minProperties", 1);
    json_whole_as(json, "maxProperties", 1);
    json_name(json, "properties");
    json_object(json);
    for (size_t i = 0; i < kind_spec_count; i++)
        write_kind(writer, &kind_specs[i]);
    for (size_t i = 0; model && i < model->block_list.count; i++)
        if (is_current(model, model->block_list.data[i]))
            write_block(writer, model->block_list.data[i]);
    json_close(json);
    if (!model)
        json_fragment_as(json, "patternProperties", "{'^[a-z][a-z0-9_]*$': true}");
    json_fragment_as(json, "additionalProperties", "false");
    json_close(json);
}

void schema_one_layer(SchemaWriter *writer)
{
    Json *json = &writer->json;
    json_name(json, "one_layer");
    json_object(json);
    json_name(json, "anyOf");
    json_array(json);
    write_bare_kinds(writer);
    if (!writer->model) { /* a block of the file; joins, from and repeat want what they are of */
        json_inline_object(json);
        json_fragment_as(json, "$ref", "'#/$defs/word'");
        json_name(json, "not");
        json_inline_object(json);
        json_name(json, "enum");
        json_inline_array(json);
        for (size_t i = 0; i < kind_spec_count; i++)
            json_text(json, kind_specs[i].name);
        json_close(json);
        json_close(json);
        json_close(json);
    }
    write_kinds(writer);
    json_close(json);
    json_close(json);
}
