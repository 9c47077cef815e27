// A disk that fails or is slow. By LD_PRELOAD; the process must not use io_uring (UV_USE_IO_URING=0).
//
//   FAULT_DIR      files under this folder are on the bad disk
//   FAULT_FILE     of those, only paths that end with this; all where it is not set
//   FAULT_OP       what fails: `sync` (fsync and fdatasync) or `write`
//   FAULT_AT       which one, counted from 1; none where it is not set
//   FAULT_AGAIN    `1`: all after it fail too
//   FAULT_EVERY    in place of FAULT_AT: every so many of them fail
//   FAULT_HOW      `EIO`, `ENOSPC`, `EINTR`, `short` (a write takes half of its bytes), `choppy` (the two in turn) or
//                  `kill` (SIGKILL)
//   FAULT_MARK     this file is made when the fault strikes, so that a test knows that it did, with the
//                  path that it struck first
//   FAULT_SYNC_MS  every sync takes this much longer
#include "watched.h"

enum op { SYNC = 1, WRITE };

static const char *folder, *file, *how, *mark;
static enum op failing;
static long at, every, sync_ms;
static int again;
static long count;

__attribute__((constructor)) static void begin(void) {
  const char *op = getenv("FAULT_OP"), *nth = getenv("FAULT_AT"), *slow = getenv("FAULT_SYNC_MS"),
             *often = getenv("FAULT_EVERY");
  folder = getenv("FAULT_DIR");
  file = getenv("FAULT_FILE");
  how = getenv("FAULT_HOW");
  mark = getenv("FAULT_MARK");
  again = getenv("FAULT_AGAIN") != NULL;
  failing = op && strcmp(op, "write") == 0 ? WRITE : SYNC;
  at = nth && how ? atol(nth) : 0;
  every = often && how ? atol(often) : 0;
  sync_ms = slow ? atol(slow) : 0;
}

static int is_bad(int fd) {
  char path[PATH_MAX];
  return folder && path_of(fd, path) && is_under(folder, path) && (!file || ends_with(path, file));
}

// Which strike it is, counted from 1; 0 where this call is spared.
static long strikes(enum op op, int fd) {
  if (op != failing || (at == 0 && every == 0)) return 0;
  long now = __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST);
  if (every > 0 ? now % every != 0 : again ? now < at : now != at) return 0;
  if (mark) {
    char path[PATH_MAX] = "";
    path_of(fd, path);
    int into = open(mark, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (into >= 0) dprintf(into, "%s", path);
    close(into);
  }
  if (strcmp(how, "kill") == 0) kill(getpid(), SIGKILL);
  return every > 0 ? now / every : 1;
}

static int failure(void) {
  errno = strcmp(how, "ENOSPC") == 0 ? ENOSPC : strcmp(how, "EIO") == 0 ? EIO : EINTR;
  return -1;
}

static int is_short(size_t length, long strike) {
  return length > 1 && (strcmp(how, "short") == 0 || (strcmp(how, "choppy") == 0 && strike % 2 == 1));
}

ssize_t write(int fd, const void *bytes, size_t length) {
  REAL(write);
  long strike = is_bad(fd) ? strikes(WRITE, fd) : 0;
  if (!strike) return real(fd, bytes, length);
  return is_short(length, strike) ? real(fd, bytes, length / 2) : failure();
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset) {
  REAL(pwrite64);
  long strike = is_bad(fd) ? strikes(WRITE, fd) : 0;
  if (!strike) return real(fd, bytes, length, offset);
  return is_short(length, strike) ? real(fd, bytes, length / 2, offset) : failure();
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  return pwrite64(fd, bytes, length, offset);
}

ssize_t writev(int fd, const struct iovec *parts, int parts_count) {
  REAL(writev);
  long strike = is_bad(fd) ? strikes(WRITE, fd) : 0;
  if (!strike) return real(fd, parts, parts_count);
  return is_short(parts[0].iov_len, strike) ? write(fd, parts[0].iov_base, parts[0].iov_len / 2) : failure();
}

static int sync_bad(int fd, int (*real)(int)) {
  if (!is_bad(fd)) return real(fd);
  if (sync_ms > 0) nanosleep(&(struct timespec){sync_ms / 1000, sync_ms % 1000 * 1000000}, NULL);
  return strikes(SYNC, fd) ? failure() : real(fd);
}

int fsync(int fd) {
  REAL(fsync);
  return sync_bad(fd, real);
}

int fdatasync(int fd) {
  REAL(fdatasync);
  return sync_bad(fd, real);
}
