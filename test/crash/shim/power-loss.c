// Remembers how to undo everything that is not on stable storage yet, for a power loss after a SIGKILL
// (`replay.ts`). By LD_PRELOAD; the process must not use io_uring (UV_USE_IO_URING=0).
//
//   PL_DIR   files and folders under this one are watched
//   PL_LOG   what would undo each change is appended here before the change is made
//   PL_KEPT  a folder on the same file system, for files that were unlinked or renamed over
//
// A write is undone unless its file was synced after it; a name (made, renamed, removed) unless its folder was.
// Not seen: mmap, sendfile, links, and removals by unlinkat, which count as durable at once.
#include "watched.h"

enum { WRITE = 1, TRUNCATE, SYNC, CREATE, RENAME, UNLINK, MKDIR };

// One record: this head, the path, the path it had before, the old bytes.
struct record {
  uint32_t kind, path_length, from_length, data_length;
  uint64_t inode, offset, old_size, new_size;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folder, *kept;
static int journal = -1;
static uint64_t records;
static uint64_t keeps;

static int real_open(const char *path, int flags, mode_t mode) {
  REAL(open64);
  return real(path, flags, mode);
}

static ssize_t real_write(int fd, const void *bytes, size_t length) {
  REAL(write);
  return real(fd, bytes, length);
}

__attribute__((constructor)) static void begin(void) {
  folder = getenv("PL_DIR");
  kept = getenv("PL_KEPT");
  const char *path = getenv("PL_LOG");
  if (folder && kept && path) journal = real_open(path, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
}

static int is_watched(const char *path) { return journal >= 0 && is_under(folder, path); }

static int watched_fd(int fd, char *path) { return journal >= 0 && path_of(fd, path) && is_under(folder, path); }

static void note(struct record head, const char *path, const char *from, const void *data) {
  head.path_length = path ? strlen(path) : 0;
  head.from_length = from ? strlen(from) : 0;
  size_t length = sizeof head + head.path_length + head.from_length + head.data_length;
  char *record = malloc(length), *at = record;
  at = mempcpy(at, &head, sizeof head);
  at = mempcpy(at, path ? path : "", head.path_length);
  at = mempcpy(at, from ? from : "", head.from_length);
  if (head.data_length > 0) memcpy(at, data, head.data_length);
  // In one piece, so that a kill leaves at most a cut last record, whose change was not made.
  if (real_write(journal, record, length) != (ssize_t)length) abort();
  free(record);
  records++;
}

static uint64_t inode_of(const char *path) {
  struct stat at;
  return stat(path, &at) == 0 ? at.st_ino : 0;
}

static uint64_t folder_inode(const char *path) {
  char parent[PATH_MAX];
  snprintf(parent, sizeof parent, "%s", path);
  char *slash = strrchr(parent, '/');
  if (slash) *slash = 0;
  return inode_of(parent);
}

// A change of the name `path`; of a file that loses its name by it, the number it is kept under.
static void note_name(uint32_t kind, const char *path, const char *from, uint64_t number) {
  note((struct record){.kind = kind, .inode = folder_inode(path), .offset = number}, path, from, NULL);
}

// Keeps the file behind a name in PL_KEPT under a number; 0 where there is none.
static uint64_t keep(const char *path) {
  char place[PATH_MAX];
  snprintf(place, sizeof place, "%s/%lu", kept, (unsigned long)++keeps);
  return link(path, place) == 0 ? keeps : 0;
}

static void note_bytes(uint32_t kind, int fd, off_t from, size_t length, off_t new_size) {
  struct stat at;
  if (fstat(fd, &at) != 0 || !S_ISREG(at.st_mode)) return;
  char *old = malloc(length + 1);
  ssize_t there = pread(fd, old, length, from);
  if (there < 0) {
    // Opened for writing only.
    char link[40];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    int again = real_open(link, O_RDONLY | O_CLOEXEC, 0);
    there = again < 0 ? 0 : pread(again, old, length, from);
    if (again >= 0) close(again);
  }
  struct record head = {.kind = kind, .inode = at.st_ino, .offset = from, .old_size = at.st_size};
  head.new_size = new_size >= 0 ? (uint64_t)new_size : from + length;
  head.data_length = there > 0 ? there : 0;
  note(head, NULL, NULL, old);
  free(old);
}

static off_t write_position(int fd) {
  struct stat at;
  if (fcntl(fd, F_GETFL) & O_APPEND) return fstat(fd, &at) == 0 ? at.st_size : 0;
  return lseek(fd, 0, SEEK_CUR);
}

static size_t total(const struct iovec *parts, int count) {
  size_t length = 0;
  for (int at = 0; at < count; at++) length += parts[at].iov_len;
  return length;
}

// Journals, then writes, with nobody in between. `offset` < 0: at the descriptor's own position.
#define WATCHED_WRITE(fd, offset, length, call)                                                   \
  char path[PATH_MAX];                                                                            \
  if (!watched_fd(fd, path)) return call;                                                         \
  pthread_mutex_lock(&lock);                                                                      \
  note_bytes(WRITE, fd, (offset) < 0 ? write_position(fd) : (offset), length, -1);                \
  ssize_t written = call;                                                                         \
  int why = errno;                                                                                \
  pthread_mutex_unlock(&lock);                                                                    \
  errno = why;                                                                                    \
  return written

ssize_t write(int fd, const void *bytes, size_t length) {
  WATCHED_WRITE(fd, (off_t)-1, length, real_write(fd, bytes, length));
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset) {
  REAL(pwrite64);
  WATCHED_WRITE(fd, offset, length, real(fd, bytes, length, offset));
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  return pwrite64(fd, bytes, length, offset);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(writev);
  WATCHED_WRITE(fd, (off_t)-1, total(parts, count), real(fd, parts, count));
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t offset) {
  REAL(pwritev64);
  WATCHED_WRITE(fd, offset, total(parts, count), real(fd, parts, count, offset));
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  return pwritev64(fd, parts, count, offset);
}

ssize_t pwritev64v2(int fd, const struct iovec *parts, int count, off_t offset, int flags) {
  REAL(pwritev64v2);
  WATCHED_WRITE(fd, offset, total(parts, count), real(fd, parts, count, offset, flags));
}

ssize_t pwritev2(int fd, const struct iovec *parts, int count, off_t offset, int flags) {
  return pwritev64v2(fd, parts, count, offset, flags);
}

static void note_truncate(int fd, off_t length) {
  struct stat at;
  if (fstat(fd, &at) != 0) return;
  note_bytes(TRUNCATE, fd, length, at.st_size > length ? at.st_size - length : 0, length);
}

int ftruncate64(int fd, off_t length) {
  REAL(ftruncate64);
  char path[PATH_MAX];
  if (!watched_fd(fd, path)) return real(fd, length);
  pthread_mutex_lock(&lock);
  note_truncate(fd, length);
  int status = real(fd, length);
  pthread_mutex_unlock(&lock);
  return status;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

// What was written while a sync was under way is not synced by it.
static int sync_watched(int fd, int (*real)(int)) {
  char path[PATH_MAX];
  struct stat at;
  if (!watched_fd(fd, path) || fstat(fd, &at) != 0) return real(fd);
  pthread_mutex_lock(&lock);
  uint64_t before = records;
  pthread_mutex_unlock(&lock);
  int status = real(fd);
  if (status != 0) return status;
  pthread_mutex_lock(&lock);
  note((struct record){.kind = SYNC, .inode = at.st_ino, .offset = before}, NULL, NULL, NULL);
  pthread_mutex_unlock(&lock);
  return 0;
}

int fsync(int fd) {
  REAL(fsync);
  return sync_watched(fd, real);
}

int fdatasync(int fd) {
  REAL(fdatasync);
  return sync_watched(fd, real);
}

static int open_watched(const char *path, int flags, mode_t mode) {
  if (!(flags & (O_CREAT | O_TRUNC)) || !is_watched(path)) return real_open(path, flags, mode);
  pthread_mutex_lock(&lock);
  int is_new = access(path, F_OK) != 0;
  if (flags & O_TRUNC) {
    int old = is_new ? -1 : real_open(path, O_RDONLY | O_CLOEXEC, 0);
    if (old >= 0) {
      note_truncate(old, 0);
      close(old);
    }
  }
  if (is_new) note_name(CREATE, path, NULL, 0);
  int fd = real_open(path, flags, mode);
  pthread_mutex_unlock(&lock);
  return fd;
}

#define MODE_OF(flags)                         \
  mode_t mode = 0;                             \
  if ((flags) & (O_CREAT | O_TMPFILE)) {       \
    va_list rest;                              \
    va_start(rest, flags);                     \
    mode = va_arg(rest, mode_t);               \
    va_end(rest);                              \
  }

int open64(const char *path, int flags, ...) {
  MODE_OF(flags)
  return open_watched(path, flags, mode);
}

int open(const char *path, int flags, ...) {
  MODE_OF(flags)
  return open_watched(path, flags, mode);
}

int rename(const char *from, const char *to) {
  REAL(rename);
  if (!is_watched(to)) return real(from, to);
  pthread_mutex_lock(&lock);
  note_name(RENAME, to, from, keep(to));
  int status = real(from, to);
  pthread_mutex_unlock(&lock);
  return status;
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
  REAL(renameat);
  return from[0] == '/' && to[0] == '/' ? rename(from, to) : real(from_folder, from, to_folder, to);
}

int unlink(const char *path) {
  REAL(unlink);
  if (!is_watched(path)) return real(path);
  pthread_mutex_lock(&lock);
  uint64_t number = keep(path);
  if (number) note_name(UNLINK, path, NULL, number);
  int status = real(path);
  pthread_mutex_unlock(&lock);
  return status;
}

int mkdir(const char *path, mode_t mode) {
  REAL(mkdir);
  if (!is_watched(path)) return real(path, mode);
  pthread_mutex_lock(&lock);
  if (access(path, F_OK) != 0) note_name(MKDIR, path, NULL, 0);
  int status = real(path, mode);
  pthread_mutex_unlock(&lock);
  return status;
}
