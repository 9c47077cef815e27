// What the shims share: which files they look at, and the functions they stand before.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

// The function that a shim stands before, looked up once.
#define REAL(name)                                                   \
  static __typeof__(name) *real;                                     \
  if (!real) *(void **)&real = dlsym(RTLD_NEXT, #name)

static inline int ends_with(const char *text, const char *end) {
  size_t length = strlen(text), tail = strlen(end);
  return length >= tail && strcmp(text + length - tail, end) == 0;
}

// A file or folder under `folder`. SQLite's index of the WAL is memory, not storage.
static inline int is_under(const char *folder, const char *path) {
  size_t length = folder ? strlen(folder) : 0;
  return length > 0 && strncmp(path, folder, length) == 0 &&
         (path[length] == '/' || path[length] == 0) && !ends_with(path, "-shm");
}

// The path behind a descriptor, into `path` of PATH_MAX bytes; 0 where it is no path.
static inline int path_of(int fd, char *path) {
  char link[40];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return path[0] == '/' && !ends_with(path, " (deleted)");
}
