/* What writers and readers of data files share; docs/data.md has the format. */
#ifndef XR_RECORD_FORMAT_H
#define XR_RECORD_FORMAT_H

/* The first bytes, without the string's end. */
#define XR_RECORD_MAGIC "XCDATA\r\n"

/* Bytes, but for the version. */
enum {
    XR_RECORD_VERSION = 1,
    XR_RECORD_MAGIC_BYTES = 8,
    XR_RECORD_HEADER = 40, /* the magic and eight numbers of four bytes */
    XR_RECORD_LABEL = 2,
    XR_RECORD_CHECKSUM = 4
};

#endif
