#include "file_kind.h"

#include <stdbool.h>
#include <string.h>

#include "record_format.h"

enum { ZIP_NAME_AT = 30, ZIP_NAME_LENGTH_AT = 26, TAR_MARK_AT = 257 };

typedef struct Mark {
    size_t at, length;
    const char *bytes, *kind;
} Mark;

#define MARK(at, bytes, kind)                                                                      \
    {                                                                                              \
        at, sizeof bytes - 1, bytes, kind                                                          \
    }

static const Mark marks[] = {
    MARK(0, "\x89HDF\r\n\x1a\n", "an HDF5 file, such as Keras writes (.h5)"),
    MARK(0, "\x80\x02", "a pickle, such as older PyTorch writes (.pt, .pth)"),
    MARK(0, "\x80\x03", "a pickle of Python"),
    MARK(0, "\x80\x04", "a pickle of Python"),
    MARK(0, "\x80\x05", "a pickle of Python"),
    MARK(0, "\x93NUMPY", "an array of NumPy (.npy)"),
    MARK(0, "GGUF", "a GGUF file"),
    MARK(0, "\x89PNG\r\n\x1a\n", "a PNG"),
    MARK(0, "\xff\xd8\xff", "a JPEG"),
    MARK(0, "GIF8", "a GIF"),
    MARK(8, "WEBP", "a WebP"),
    MARK(4, "ftyp", "a film, a HEIC or an AVIF"),
    MARK(0, "BM", "a BMP"),
    MARK(0, "II*\0", "a TIFF"),
    MARK(0, "MM\0*", "a TIFF"),
    MARK(0, "%PDF", "a PDF"),
    MARK(0, "P5\n", "a PGM"),
    MARK(0, "P6\n", "a PPM"),
    MARK(0, "\x1f\x8b", "a gzip archive"),
    MARK(0, "BZh", "a bzip2 archive"),
    MARK(0,
        "\xfd"
        "7zXZ",
        "an xz archive"),
    MARK(0, "\x28\xb5\x2f\xfd", "a zstd archive"),
    MARK(TAR_MARK_AT, "ustar", "a tar archive"),
    MARK(0,
        "\x7f"
        "ELF",
        "a program or a library"),
    MARK(0, "version https://git-lfs", "a pointer of Git LFS: the file itself was not fetched"),
    MARK(0, "<", "an SVG or a web page"),
};

static bool has(const unsigned char *bytes, size_t length, size_t at, const void *mark, size_t size)
{
    return length >= at && length - at >= size && memcmp(bytes + at, mark, size) == 0;
}

/* A zip archive, by the name of its first member. */
static const char *zip_kind(const unsigned char *bytes, size_t length)
{
    if (length < ZIP_NAME_AT)
        return "a zip archive";
    size_t size = bytes[ZIP_NAME_LENGTH_AT] | (size_t)bytes[ZIP_NAME_LENGTH_AT + 1] << 8;
    if (size > length - ZIP_NAME_AT)
        size = length - ZIP_NAME_AT;
    const unsigned char *name = bytes + ZIP_NAME_AT;
    static const char pickle[] = "/data.pkl", array[] = ".npy", keras[] = "metadata.json";
    if (size >= sizeof pickle - 1 &&
        has(name, size, size - (sizeof pickle - 1), pickle, sizeof pickle - 1))
        return "a checkpoint of PyTorch (a zip archive of a pickle: .pt, .pth)";
    if (size >= sizeof array - 1 &&
        has(name, size, size - (sizeof array - 1), array, sizeof array - 1))
        return "an archive of arrays of NumPy (.npz)";
    if (has(name, size, 0, keras, sizeof keras - 1))
        return "a model of Keras (a zip archive: .keras)";
    return "a zip archive";
}

/* The length of its header, and then JSON. */
static bool is_safetensors(const unsigned char *bytes, size_t length)
{
    return length > 9 && bytes[8] == '{' && bytes[4] == 0 && bytes[5] == 0 && bytes[6] == 0 &&
           bytes[7] == 0;
}

static bool is_text(const unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((bytes[i] < ' ' && !(bytes[i] >= '\t' && bytes[i] <= '\r')) || bytes[i] == 0x7f)
            return false;
    return true;
}

const char *xr_file_kind(const void *data, size_t length)
{
    const unsigned char *bytes = data;
    if (length == 0)
        return "an empty file";
    if (is_safetensors(bytes, length))
        return XR_KIND_SAFETENSORS;
    if (has(bytes, length, 0, XR_RECORD_MAGIC, XR_RECORD_MAGIC_BYTES))
        return "a data file, such as 'xceptc data pack' writes";
    if (has(bytes, length, 0, "PK\3\4", 4))
        return zip_kind(bytes, length);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (has(bytes, length, marks[i].at, marks[i].bytes, marks[i].length))
            return marks[i].kind;
    return is_text(bytes, length) ? "a text" : NULL;
}
