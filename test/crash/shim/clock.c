// A wall clock that a test sets while the process runs; the monotonic clock goes on. By LD_PRELOAD.
//
//   CLOCK_FILE  eight bytes: how many milliseconds the wall clock is ahead, a signed 64-bit number
#include "watched.h"
#include <sys/mman.h>
#include <sys/time.h>

static const volatile int64_t *ahead_ms;

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("CLOCK_FILE");
  int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  if (fd < 0) return;
  void *shared = mmap(NULL, sizeof *ahead_ms, PROT_READ, MAP_SHARED, fd, 0);
  if (shared != MAP_FAILED) ahead_ms = shared;
  close(fd);
}

static int64_t ahead(void) { return ahead_ms ? *ahead_ms : 0; }

int clock_gettime(clockid_t clock, struct timespec *now) {
  REAL(clock_gettime);
  int status = real(clock, now);
  if (status != 0 || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return status;
  int64_t ms = (int64_t)now->tv_sec * 1000 + now->tv_nsec / 1000000 + ahead();
  *now = (struct timespec){ms / 1000, ms % 1000 * 1000000 + now->tv_nsec % 1000000};
  return 0;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  (void)zone;
  struct timespec at;
  clock_gettime(CLOCK_REALTIME, &at);
  *now = (struct timeval){at.tv_sec, at.tv_nsec / 1000};
  return 0;
}

time_t time(time_t *into) {
  struct timespec at;
  clock_gettime(CLOCK_REALTIME, &at);
  if (into) *into = at.tv_sec;
  return at.tv_sec;
}
