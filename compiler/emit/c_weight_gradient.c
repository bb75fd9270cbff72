/* Weight gradients of convolutions: into the task's chain, or into tiles that a task owns. */
#include "emit/kernels.h"

/* A narrow group's gradients are copied, with zeros behind: the product would take the neighbour's
 * channels along. */
static void emit_chain_product(
    Writer *w, const Kernel *kernel, const char *rows, const char *dy, const char *accumulate)
{
    Arena *arena = w->arena;
    bool groups = kernel->at.groups > 1;
    const char *from = groups ? arena_printf(arena, "%s + g * COLUMNS", dy) : dy;
    if (narrow_group(kernel)) {
        emit_line(w, "xr_real *const slice = gathered + (size_t)(%s) * DEPTH;", rows);
        const char *copy[] = {rows, "COLUMNS", from, "DY_CHANNELS", "slice", "OUTPUTS"};
        emit_call(w, "xr_slice_columns(", copy, 6, ");");
    }
    const char *arguments[] = {rows, "DEPTH", "OUTPUTS", "gathered", "DEPTH",
        narrow_group(kernel) ? "slice" : from, narrow_group(kernel) ? "OUTPUTS" : "DY_CHANNELS",
        groups ? "gradient_g" : "gradient", accumulate, "packed"};
    emit_call(w, "xr_gemm_weight_gradient(", arguments, 10, ");");
}

void emit_conv_weight_gradient(Writer *w, const Kernel *kernel)
{
    bind_conv(w, kernel);
    if (is_direct(kernel)) {
        emit(w, "enum { PIXELS = $y_pixels, INPUTS = $depth, OUTPUTS = $outputs, X_CHANNELS = "
                "$x_stride };\n");
        const char *arguments[] = {"images * PIXELS", "INPUTS", "OUTPUTS", "x", "X_CHANNELS", "dy",
            "OUTPUTS", "gradient", "accumulate", "packed"};
        emit_call(w, "xr_gemm_weight_gradient(", arguments, 10, ");");
        return;
    }
    bool groups = kernel->at.groups > 1;
    emit(w, "enum { PIXELS = $y_pixels, DEPTH = $depth, OUTPUTS = $outputs, DY_CHANNELS = "
            "$y_stride };\n"
            "enum { X_IMAGE = $x_image, OUT_HEIGHT = $y_height, OUT_WIDTH = $y_width };\n");
    if (kernel->band)
        emit(w, "enum { BAND = $band };\n");
    bind_text(w, "channel", "%s", groups ? "g * GROUP_CHANNELS" : "0");
    if (groups)
        emit(w, "enum { GROUPS = $groups, GROUP_CHANNELS = $group_channels, COLUMNS = "
                "$group_columns };\n"
                "for (int g = 0; g < GROUPS; g++) {\n"
                "xr_real *const gradient_g = gradient + (size_t)g * DEPTH * OUTPUTS;\n");
    if (kernel->band == 0) {
        emit(w, "for (int n = 0; n < images; n++)\n"
                "    $helper(x + (size_t)n * X_IMAGE, 0, OUT_HEIGHT, $channel, 0, DEPTH, "
                "gathered + (size_t)n * PIXELS * DEPTH);\n");
        emit_chain_product(w, kernel, "images * PIXELS", "dy", "accumulate");
    } else {
        emit(w, "for (int n = 0; n < images; n++) {\n"
                "for (int row = 0; row < OUT_HEIGHT; row += BAND) {\n"
                "const int rows = row + BAND < OUT_HEIGHT ? BAND : OUT_HEIGHT - row;\n"
                "const xr_real *const dy_band = "
                "dy + (size_t)((n * OUT_HEIGHT + row) * OUT_WIDTH) * DY_CHANNELS;\n"
                "$helper(x + (size_t)n * X_IMAGE, row, rows, $channel, 0, DEPTH, gathered);\n");
        emit_chain_product(
            w, kernel, "rows * OUT_WIDTH", "dy_band", "accumulate || n > 0 || row > 0");
        emit(w, "}\n}\n");
    }
    if (groups)
        emit_line(w, "}");
}

/* Which rows and columns of which group's matrix the tile has. */
static void emit_tile_range(Writer *w, const Kernel *kernel)
{
    bool groups = kernel->at.groups > 1;
    int panels = ((int)padded_channels(kernel->columns) + XC_PANEL - 1) / XC_PANEL;
    bind_text(w, "tile_rows", "%d", kernel->k_block);
    bind_text(w, "row_tiles", "%d", (kernel->rows + kernel->k_block - 1) / kernel->k_block);
    bind_text(w, "tile_columns", "%d", kernel->panel_block * XC_PANEL);
    bind_text(w, "column_tiles", "%d", (panels + kernel->panel_block - 1) / kernel->panel_block);
    emit(w, "enum { TILE_ROWS = $tile_rows, TILE_COLUMNS = $tile_columns };\n"
            "enum { ROW_TILES = $row_tiles, COLUMN_TILES = $column_tiles };\n");
    if (groups)
        emit(w, "enum { GROUP_CHANNELS = $group_channels, COLUMNS = $group_columns };\n"
                "const int g = tile / (ROW_TILES * COLUMN_TILES);\n"
                "gradient += (size_t)g * DEPTH * OUTPUTS;\n"
                "dy += g * COLUMNS;\n");
    emit(w, "const int k = tile % ROW_TILES * TILE_ROWS;\n"
            "const int k_count = k + TILE_ROWS < DEPTH ? TILE_ROWS : DEPTH - k;\n"
            "const int begin = tile / ROW_TILES % COLUMN_TILES * TILE_COLUMNS;\n"
            "const int end = begin + TILE_COLUMNS < OUTPUTS ? begin + TILE_COLUMNS : OUTPUTS;\n");
}

static void emit_tile_columns(
    Writer *w, const Kernel *kernel, const char *a, const char *lda, const char *dy)
{
    Arena *arena = w->arena;
    emit(w, "for (int n = begin; n < end; n += XR_PANEL) {\n"
            "const int width = xr_panel_width(OUTPUTS, n);\n");
    if (narrow_group(kernel)) {
        const char *pack[] = {"rows", "COLUMNS", "n", "width", arena_printf(arena, "%s", dy),
            "DY_CHANNELS", "packed"};
        emit_call(w, "xr_pack_slice(", pack, 7, ");");
    } else {
        const char *pack[] = {
            "rows", "width", arena_printf(arena, "%s + n", dy), "DY_CHANNELS", "packed"};
        emit_call(w, "xr_pack_columns(", pack, 5, ");");
    }
    const char *arguments[] = {
        "rows", "DEPTH", "width", "n", "k", "k_count", a, lda, "packed", "gradient", "first > 0"};
    emit_call(w, "xr_weight_tile(", arguments, 11, ");");
    emit_line(w, "}");
}

void emit_conv_weight_tile(Writer *w, const Kernel *kernel)
{
    bind_conv(w, kernel);
    emit(w, "enum { PIXELS = $y_pixels, DEPTH = $depth, OUTPUTS = $outputs, DY_CHANNELS = "
            "$y_stride };\n");
    if (is_direct(kernel))
        emit(w, "enum { X_CHANNELS = $x_stride, BLOCK = $band };\n");
    else
        emit(w, "enum { X_IMAGE = $x_image, OUT_HEIGHT = $y_height, IMAGES = $images };\n");
    emit_tile_range(w, kernel);
    if (is_direct(kernel)) {
        emit(w,
            "for (int first = 0; first < batch * PIXELS; first += BLOCK) {\n"
            "const int rows = first + BLOCK < batch * PIXELS ? BLOCK : batch * PIXELS - first;\n"
            "const xr_real *const dy_rows = dy + (size_t)first * DY_CHANNELS;\n"
            "const xr_real *const x_rows = x + (size_t)first * X_CHANNELS + k;\n");
        emit_tile_columns(w, kernel, "x_rows", "X_CHANNELS", "dy_rows");
    } else {
        bind_text(w, "channel", "%s", kernel->at.groups > 1 ? "g * GROUP_CHANNELS" : "0");
        emit(w, "for (int first = 0; first < batch; first += IMAGES) {\n"
                "const int images = first + IMAGES < batch ? IMAGES : batch - first;\n"
                "const int rows = images * PIXELS;\n"
                "const xr_real *const dy_rows = dy + (size_t)first * PIXELS * DY_CHANNELS;\n"
                "for (int n = 0; n < images; n++)\n"
                "    $helper(x + (size_t)(first + n) * X_IMAGE, 0, OUT_HEIGHT, $channel, k, "
                "k_count, "
                "gathered + (size_t)(n * PIXELS * k_count));\n");
        emit_tile_columns(w, kernel, "gathered", "(size_t)k_count", "dy_rows");
    }
    emit(w, "}\n"
            "xr_note_finite(finite, xr_tile_finite(DEPTH, OUTPUTS, begin, end, k, k_count, "
            "gradient));\n");
}

void emit_merge_chains(Writer *w, const Kernel *kernel)
{
    bind_text(w, "size", "%d", kernel->rows);
    bind_text(w, "tile", "%d", kernel->columns);
    bind_text(w, "images", "%d", kernel->images);
    bind_text(w, "chains", "%d", XC_CHAINS);
    emit(w, "enum { SIZE = $size, TILE = $tile, CHAINS = $chains, GROUP = $images };\n"
            "const int groups = (batch + GROUP - 1) / GROUP;\n"
            "const size_t begin = (size_t)tile * TILE;\n"
            "const size_t end = begin + TILE < SIZE ? begin + TILE : SIZE;\n"
            "const int used = groups < CHAINS ? groups : CHAINS;\n"
            "xr_merge_chains(used, SIZE, begin, end, chains, gradient);\n"
            "xr_note_finite(finite, xr_all_finite(gradient + begin, end - begin));\n");
}
