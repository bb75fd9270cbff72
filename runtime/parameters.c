/* Where an element of a parameter lies in its block, and copies to and from Keras's order. */
#include "xr.h"

#include <string.h>

enum {
    PANEL_COLUMNS = 48, /* three tiles of 16; the last panel of a group may be 16 or 32 wide */
    COLUMN_MULTIPLE = 16
};

static size_t padded_columns(int columns)
{
    return ((size_t)columns + COLUMN_MULTIPLE - 1) / COLUMN_MULTIPLE * COLUMN_MULTIPLE;
}

/* A group's matrix: panels of 48 columns, one after the other, each stored row by row. */
static size_t panel_index(const xr_parameter *parameter, int row, int column)
{
    int group_columns = parameter->columns / parameter->groups;
    size_t rows = (size_t)parameter->rows;
    size_t group_width = padded_columns(group_columns);
    size_t group = (size_t)(column / group_columns);
    size_t within = (size_t)(column % group_columns);
    size_t first = within / PANEL_COLUMNS * PANEL_COLUMNS;
    size_t width = group_width - first;
    if (width > PANEL_COLUMNS)
        width = PANEL_COLUMNS;
    return (group * group_width + first) * rows + (size_t)row * width + (within - first);
}

size_t xr_parameter_index(const xr_parameter *parameter, int row, int column)
{
    size_t within = parameter->layout == XR_PANELS
                        ? panel_index(parameter, row, column)
                        : (size_t)row * (size_t)parameter->row_stride + (size_t)column;
    return parameter->offset + within;
}

size_t xr_parameter_elements(const xr_parameter *parameter)
{
    return (size_t)parameter->rows * (size_t)parameter->columns;
}

void xr_parameter_export(const xr_parameter *parameter, const xr_real *block, xr_real *dense)
{
    for (int row = 0; row < parameter->rows; row++)
        for (int column = 0; column < parameter->columns; column++)
            *dense++ = block[xr_parameter_index(parameter, row, column)];
}

void xr_parameter_import(const xr_parameter *parameter, xr_real *block, const xr_real *dense)
{
    memset(block + parameter->offset, 0, parameter->size * sizeof *block);
    for (int row = 0; row < parameter->rows; row++)
        for (int column = 0; column < parameter->columns; column++)
            block[xr_parameter_index(parameter, row, column)] = *dense++;
}

int xr_parameter_find(const xr_model *model, const char *name)
{
    for (int i = 0; i < model->parameter_count; i++)
        if (strcmp(model->parameters[i].name, name) == 0)
            return i;
    return -1;
}
