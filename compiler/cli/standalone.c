#include "cli/standalone.h"

#include "cli/places.h"
#include "support/files.h"
#include <string.h>

/* %s: the model's name, a C identifier, five times. */
static const char makefile[] =
    "# Builds the trainer of this model: make, then ./%s train --data DIR\n"
    "# It needs a C compiler, make, libc, libm and POSIX threads.\n"
    "#\n"
    "#   make CC=clang ISA=x86-64-v3\n"
    "#       another compiler, another instruction set\n"
    "#   make lib%s.a, make lib%s.so\n"
    "#       network and runtime, for a program of your own (see %s_net.h and runtime/xr.h)\n"
    "\n"
    "NAME := %s\n"
    "ISA ?= native\n"
    "CFLAGS ?= -O3\n"
    "\n"
    "# Kernels use whole vector registers; compilers prefer half of them on AVX-512 machines.\n"
    "MACROS := $(shell $(CC) -march=$(ISA) -dM -E -x c /dev/null)\n"
    "WIDTH := $(if $(findstring __AVX512F__,$(MACROS)),-mprefer-vector-width=512)\n"
    "FLAGS := -std=gnu11 $(CFLAGS) -ffp-contract=fast -fPIC -fvisibility=hidden -pthread \\\n"
    "    -march=$(ISA) $(WIDTH) -I. -Iruntime\n"
    "\n"
    "# What the objects were compiled with; when it changes, they are compiled anew.\n"
    "BUILT_WITH := $(strip $(CC) $(FLAGS) $(MACROS))\n"
    "ifneq ($(BUILT_WITH),$(strip $(file <.built_with)))\n"
    "$(file >.built_with,$(BUILT_WITH))\n"
    "endif\n"
    ".built_with: ;\n"
    "\n"
    "SOURCES := $(wildcard *.c) $(wildcard runtime/*.c)\n"
    "HEADERS := $(wildcard *.h) $(wildcard runtime/*.h)\n"
    "OBJECTS := $(SOURCES:.c=.o)\n"
    "LIBRARY := lib$(NAME).a\n"
    "SHARED := lib$(NAME).so\n"
    "\n"
    "$(NAME): main.o $(LIBRARY)\n"
    "\t$(CC) $(FLAGS) $(LDFLAGS) -o $@ main.o $(LIBRARY) -lm\n"
    "\n"
    "$(LIBRARY): $(filter-out main.o,$(OBJECTS))\n"
    "\trm -f $@\n"
    "\t$(AR) rcs $@ $^\n"
    "\n"
    "# It runs its own code, whatever else the program has loaded.\n"
    "$(SHARED): $(filter-out main.o,$(OBJECTS))\n"
    "\t$(CC) $(FLAGS) $(LDFLAGS) -shared -Wl,-Bsymbolic -o $@ $^ -lm\n"
    "\n"
    "%%.o: %%.c $(HEADERS) .built_with\n"
    "\t$(CC) $(FLAGS) -c -o $@ $<\n"
    "\n"
    ".PHONY: clean\n"
    "clean:\n"
    "\trm -f $(NAME) $(LIBRARY) $(SHARED) $(OBJECTS) .built_with\n";

static bool copy_runtime(Arena *arena, Diag *diag, const char *directory)
{
    const char *runtime = places_shared(arena, "runtime");
    if (!runtime) {
        diag_error(diag, XC_NOWHERE, "the runtime's sources are missing");
        return false;
    }
    const char *target = files_join(arena, directory, "runtime");
    const char *const suffixes[] = {".c", ".h", NULL};
    char **names = files_list(arena, diag, runtime, suffixes);
    if (!names || !files_make_directory(arena, diag, target))
        return false;
    for (char **name = names; *name; name++)
        if (!files_copy(
                arena, diag, files_join(arena, runtime, *name), files_join(arena, target, *name)))
            return false;
    return true;
}

int standalone_write(Arena *arena, Diag *diag, const char *directory, const char *name)
{
    const char *text = arena_printf(arena, makefile, name, name, name, name, name);
    if (!copy_runtime(arena, diag, directory) ||
        !files_write(arena, diag, files_join(arena, directory, "Makefile"), text, strlen(text)))
        return XC_EXIT_MACHINE;
    return XC_EXIT_OK;
}
