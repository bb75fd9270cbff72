#include "frontend/yaml.h"

#include <string.h>
#include <yaml.h>

#include "frontend/yaml_explain.h"
#include "support/map.h"

/* libyaml counts columns in characters; places count bytes. Events come in the order of the text,
 * so one cursor that only moves forward converts them all in linear time. */
typedef struct Cursor {
    const char *text;
    size_t length;
    size_t byte, line, column; /* of libyaml, from 0 */
    size_t line_start; /* byte */
} Cursor;

typedef struct Reader {
    Arena *arena;
    Diag *diag;
    int file;
    size_t skip;
    yaml_parser_t parser;
    Cursor cursor;
    YamlEffort *effort;
    int levels;
} Reader;

static size_t character_bytes(const Cursor *cursor)
{
    size_t n = 1;
    while (cursor->byte + n < cursor->length &&
           ((unsigned char)cursor->text[cursor->byte + n] & 0xC0) == 0x80)
        n++;
    return n;
}

static void advance(Cursor *cursor)
{
    const char *p = cursor->text + cursor->byte;
    size_t n = character_bytes(cursor);
    bool pair = p[0] == '\r' && cursor->byte + 1 < cursor->length && p[1] == '\n';
    cursor->byte += pair ? 2 : n;
    cursor->column++;
    if (p[0] == '\n' || p[0] == '\r') {
        cursor->line++;
        cursor->column = 0;
        cursor->line_start = cursor->byte;
    }
}

static bool is_before(const Cursor *cursor, yaml_mark_t mark)
{
    return cursor->line < mark.line || (cursor->line == mark.line && cursor->column < mark.column);
}

static void move_to(Cursor *cursor, yaml_mark_t mark)
{
    bool went_past =
        cursor->line > mark.line || (cursor->line == mark.line && cursor->column > mark.column);
    if (went_past)
        *cursor = (Cursor){.text = cursor->text, .length = cursor->length};
    while (cursor->byte < cursor->length && is_before(cursor, mark))
        advance(cursor);
}

/* The place from start to end, or to the end of the first line. */
static Location place(Reader *reader, yaml_mark_t start, yaml_mark_t end)
{
    move_to(&reader->cursor, start);
    Cursor cursor = reader->cursor;
    while (cursor.byte < cursor.length && cursor.line == start.line && is_before(&cursor, end))
        advance(&cursor);
    size_t column = reader->cursor.byte - reader->cursor.line_start;
    size_t length = cursor.byte - reader->cursor.byte;
    if (start.line == 0)
        column += reader->skip;
    return (Location){reader->file, (int)start.line + 1, (int)column + 1, length ? (int)length : 1};
}

static Location place_of_event(Reader *reader, const yaml_event_t *event)
{
    return place(reader, event->start_mark, event->end_mark);
}

static Location place_of_byte(Reader *reader, size_t byte)
{
    Cursor cursor = {.text = reader->cursor.text, .length = reader->cursor.length};
    while (cursor.byte < byte && cursor.byte < cursor.length)
        advance(&cursor);
    return (Location){
        reader->file, (int)cursor.line + 1, (int)(cursor.byte - cursor.line_start) + 1, 1};
}

static void report_problem(Reader *reader)
{
    yaml_parser_t *parser = &reader->parser;
    const char *problem = parser->problem ? parser->problem : "this cannot be read";
    if (parser->error == YAML_MEMORY_ERROR)
        out_of_memory();
    if (parser->error == YAML_READER_ERROR) {
        Location at = place_of_byte(reader, parser->problem_offset);
        diag_error(reader->diag, at, "this is no UTF-8 text: %s", problem);
        return;
    }
    Location at = place(reader, parser->problem_mark, parser->problem_mark);
    diag_error(reader->diag, at, "YAML: %s", problem);
    bool with_context = parser->context && parser->context_mark.line <= parser->problem_mark.line;
    const YamlProblem explained = {.problem = problem,
        .context = parser->context ? parser->context : "",
        .at = at,
        .context_at = with_context ? place(reader, parser->context_mark, parser->context_mark) : at,
        .text = reader->cursor.text - reader->skip,
        .length = reader->cursor.length + reader->skip};
    explain_yaml(reader->diag, &explained);
}

/* The next event; false after an error. The caller deletes it. */
static bool next_event(Reader *reader, yaml_event_t *event)
{
    if (!yaml_parser_parse(&reader->parser, event)) {
        report_problem(reader);
        return false;
    }
    if (++reader->effort->events > XC_YAML_MAX_EVENTS) {
        diag_error(reader->diag, place_of_event(reader, event),
            "the model's files have more than %d YAML events", XC_YAML_MAX_EVENTS);
        yaml_event_delete(event);
        return false;
    }
    return true;
}

static bool refuse_properties(
    Reader *reader, const yaml_event_t *event, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (!anchor && !tag)
        return true;
    Location at = place_of_event(reader, event);
    if (anchor) {
        diag_error(reader->diag, at, "anchors are no part of the model language");
        diag_hint(reader->diag, "give the value a name under 'set:' and write $name");
    } else {
        diag_error(reader->diag, at, "'%s' is a YAML tag, which is no part of the model language",
            (const char *)tag);
        if (tag[0] == '!')
            diag_hint(reader->diag, "'not' negates: not $x");
    }
    return false;
}

static Tree *new_tree(Reader *reader, TreeKind kind, const yaml_event_t *event)
{
    Tree *tree = arena_alloc(reader->arena, sizeof *tree);
    tree->kind = kind;
    tree->at = place_of_event(reader, event);
    return tree;
}

static bool is_null(const char *text)
{
    return !*text || strcmp(text, "~") == 0 || strcmp(text, "null") == 0 ||
           strcmp(text, "Null") == 0 || strcmp(text, "NULL") == 0;
}

static Tree *read_scalar(Reader *reader, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (!refuse_properties(reader, event, event->data.scalar.anchor, event->data.scalar.tag))
        return NULL;
    Tree *tree = new_tree(reader, plain && is_null(text) ? TREE_NULL : TREE_SCALAR, event);
    if (memchr(text, 0, length)) {
        diag_error(reader->diag, tree->at, "a zero byte in a text");
        return NULL;
    }
    tree->text = arena_strndup(reader->arena, text, length);
    tree->verbatim = plain && event->start_mark.line == event->end_mark.line;
    return tree;
}

static Tree *read_node(Reader *reader, yaml_event_t *event);

typedef struct TreeVector {
    Tree **data;
    size_t count, capacity;
} TreeVector;

/* Items up to the end of a list or mapping; the caller has read its start. */
static bool read_children(Reader *reader, yaml_event_type_t end, TreeVector *children)
{
    yaml_event_t event;
    if (++reader->levels > XC_YAML_MAX_LEVELS) {
        if (next_event(reader, &event)) {
            diag_error(reader->diag, place_of_event(reader, &event),
                "nested more than %d levels deep", XC_YAML_MAX_LEVELS);
            yaml_event_delete(&event);
        }
        return false;
    }
    for (;;) {
        if (!next_event(reader, &event))
            return false;
        if (event.type == end)
            break;
        Tree *child = read_node(reader, &event);
        if (!child)
            return false;
        vec_push(reader->arena, children, child);
    }
    yaml_event_delete(&event);
    reader->levels--;
    return true;
}

static Tree *read_list(Reader *reader, const yaml_event_t *event)
{
    Tree *tree = new_tree(reader, TREE_LIST, event);
    tree->flow = event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    TreeVector items = {0};
    if (!refuse_properties(
            reader, event, event->data.sequence_start.anchor, event->data.sequence_start.tag) ||
        !read_children(reader, YAML_SEQUENCE_END_EVENT, &items))
        return NULL;
    tree->items = items.data;
    tree->count = items.count;
    return tree;
}

static bool check_key(Reader *reader, Map *seen, Tree *key)
{
    if (key->kind != TREE_SCALAR) {
        diag_error(reader->diag, key->at, "a key is a word, not %s", tree_kind_text(key));
        return false;
    }
    if (strcmp(key->text, "<<") == 0) {
        diag_error(reader->diag, key->at, "merge keys are no part of the model language");
        diag_hint(reader->diag, "'extends:' and 'defaults:' say what is shared");
        return false;
    }
    const Tree *earlier = map_get(seen, key->text);
    if (earlier) {
        diag_error(reader->diag, key->at, "the key '%s' stands here twice", key->text);
        diag_note(reader->diag, earlier->at, "the first one");
        return false;
    }
    map_put(reader->arena, seen, key->text, key);
    return true;
}

static Tree *read_map(Reader *reader, const yaml_event_t *event)
{
    Tree *tree = new_tree(reader, TREE_MAP, event);
    tree->flow = event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
    TreeVector children = {0};
    if (!refuse_properties(
            reader, event, event->data.mapping_start.anchor, event->data.mapping_start.tag) ||
        !read_children(reader, YAML_MAPPING_END_EVENT, &children))
        return NULL;
    tree->count = children.count / 2;
    tree->keys = arena_array(reader->arena, tree->count, sizeof *tree->keys);
    tree->items = arena_array(reader->arena, tree->count, sizeof *tree->items);
    Map seen = {0};
    for (size_t i = 0; i < tree->count; i++) {
        tree->keys[i] = children.data[2 * i];
        tree->items[i] = children.data[2 * i + 1];
        if (!check_key(reader, &seen, tree->keys[i]))
            return NULL;
    }
    return tree;
}

/* Takes the event over. */
static Tree *read_node(Reader *reader, yaml_event_t *event)
{
    Tree *tree = NULL;
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        tree = read_scalar(reader, event);
        break;
    case YAML_SEQUENCE_START_EVENT:
        tree = read_list(reader, event);
        break;
    case YAML_MAPPING_START_EVENT:
        tree = read_map(reader, event);
        break;
    case YAML_ALIAS_EVENT:
        diag_error(reader->diag, place_of_event(reader, event),
            "aliases are no part of the model language");
        diag_hint(reader->diag, "'*' multiplies between two values; a name is written $name");
        break;
    default:
        bug("an unexpected YAML event %d", (int)event->type);
    }
    yaml_event_delete(event);
    return tree;
}

static bool skip_event(Reader *reader, yaml_event_type_t type)
{
    yaml_event_t event;
    if (!next_event(reader, &event))
        return false;
    bool as_expected = event.type == type;
    if (!as_expected && event.type == YAML_DOCUMENT_START_EVENT)
        diag_error(reader->diag, place_of_event(reader, &event), "a second YAML document begins");
    else if (!as_expected)
        diag_error(reader->diag, place_of_event(reader, &event), "the file is empty");
    yaml_event_delete(&event);
    return as_expected;
}

static Tree *read_document(Reader *reader)
{
    yaml_event_t event;
    if (!skip_event(reader, YAML_STREAM_START_EVENT) ||
        !skip_event(reader, YAML_DOCUMENT_START_EVENT) || !next_event(reader, &event))
        return NULL;
    Tree *root = read_node(reader, &event);
    if (!root || !skip_event(reader, YAML_DOCUMENT_END_EVENT) ||
        !skip_event(reader, YAML_STREAM_END_EVENT))
        return NULL;
    return root;
}

/* libyaml takes these for line breaks, editors don't: places would be off. */
static bool refuse_odd_breaks(Reader *reader)
{
    const char *const breaks[] = {"\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"};
    for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
        const char *found =
            memmem(reader->cursor.text, reader->cursor.length, breaks[i], strlen(breaks[i]));
        if (!found)
            continue;
        diag_error(reader->diag, place_of_byte(reader, (size_t)(found - reader->cursor.text)),
            "an unusual line break (U+0085, U+2028 or U+2029)");
        return false;
    }
    return true;
}

static Tree *parse(Arena *arena, Diag *diag, int file, const char *text, size_t length, size_t skip,
    YamlEffort *effort)
{
    YamlEffort own = {0};
    Reader reader = {
        .arena = arena, .diag = diag, .file = file, .skip = skip, .effort = effort ? effort : &own};
    reader.cursor = (Cursor){.text = text + skip, .length = length - skip};
    if (length > XC_YAML_MAX_BYTES - reader.effort->bytes) {
        diag_error(diag, (Location){file, 0, 0, 0}, "%s larger than %d MiB",
            reader.effort->bytes ? "the model's files are together" : "the file is",
            XC_YAML_MAX_BYTES >> 20);
        return NULL;
    }
    reader.effort->bytes += length;
    if (!refuse_odd_breaks(&reader))
        return NULL;
    if (!yaml_parser_initialize(&reader.parser))
        out_of_memory();
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)text + skip, length - skip);
    Tree *root = read_document(&reader);
    yaml_parser_delete(&reader.parser);
    return root;
}

Tree *yaml_parse(Arena *arena, Diag *diag, int file, const char *text, size_t length, size_t skip,
    YamlEffort *effort)
{
    Tree *root = parse(arena, diag, file, text, length, skip, effort);
    int errors = diag_error_count(diag);
    if (root)
        yaml_lint(diag, root);
    return diag_error_count(diag) == errors ? root : NULL;
}

Tree *yaml_parse_json(Arena *arena, Diag *diag, int file, const char *text, size_t length)
{
    return parse(arena, diag, file, text, length, 0, NULL);
}

const Tree *tree_get(const Tree *tree, const char *key)
{
    if (!tree || tree->kind != TREE_MAP)
        return NULL;
    for (size_t i = 0; i < tree->count; i++)
        if (strcmp(tree->keys[i]->text, key) == 0)
            return tree->items[i];
    return NULL;
}

bool tree_is(const Tree *tree, const char *word)
{
    return tree->kind == TREE_SCALAR && strcmp(tree->text, word) == 0;
}

const char *tree_kind_text(const Tree *tree)
{
    switch (tree->kind) {
    case TREE_SCALAR:
        return "a scalar";
    case TREE_LIST:
        return "a list";
    case TREE_MAP:
        return "a mapping";
    case TREE_NULL:
        break;
    }
    return "nothing";
}
