// What the load generator needs of Linux and Swift does not import: epoll, and constants that are enumerations in one C library
// and macros in another. Functions that can fail return the negative error number.
#ifndef VERBATIM_CSOCKETS_SHIM_H
#define VERBATIM_CSOCKETS_SHIM_H

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// What happened to a socket.
typedef struct {
  uint32_t token;
  uint8_t can_read;
  uint8_t can_write;
} csockets_event;

static const int32_t csockets_most_events = 512;

static inline int32_t csockets_poller(void) {
  // Timers are a twentieth of a millisecond late otherwise, which would be measured as the server's.
  prctl(PR_SET_TIMERSLACK, 1000UL, 0UL, 0UL, 0UL);
  int file = epoll_create1(EPOLL_CLOEXEC);
  return file < 0 ? -errno : file;
}

static inline int32_t csockets_watch(int32_t poller, int32_t file, uint32_t token, int32_t is_new, int32_t writing) {
  struct epoll_event event;
  event.events = EPOLLIN | (writing ? EPOLLOUT : 0);
  event.data.u64 = token;
  return epoll_ctl(poller, is_new ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, file, &event) < 0 ? -errno : 0;
}

// Waits for at most so long, and returns how many events there are. A signal ends the wait without one.
static inline int32_t csockets_wait(int32_t poller, csockets_event *events, int64_t nanoseconds) {
  struct epoll_event found[512];
  struct timespec timeout;
  timeout.tv_sec = nanoseconds / 1000000000;
  timeout.tv_nsec = nanoseconds % 1000000000;
  long count = -1;
#ifdef SYS_epoll_pwait2
  static int is_missing = 0;
  if (!is_missing) {
    count = syscall(SYS_epoll_pwait2, poller, found, (long)csockets_most_events, &timeout, NULL, 0L);
    if (count < 0 && (errno == ENOSYS || errno == EPERM)) is_missing = 1;
  }
  if (is_missing)
#endif
    count = epoll_wait(poller, found, csockets_most_events, (int)(nanoseconds / 1000000));
  if (count < 0) return errno == EINTR ? 0 : -errno;
  for (long index = 0; index < count; index++) {
    events[index].token = (uint32_t)found[index].data.u64;
    // What broke is found by reading.
    events[index].can_read = (found[index].events & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0;
    events[index].can_write = (found[index].events & EPOLLOUT) != 0;
  }
  return (int32_t)count;
}

// A TCP socket that blocks nobody, and sends at once what it is given.
static inline int32_t csockets_socket(int32_t family) {
  int file = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (file < 0) return -errno;
  int one = 1;
  setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return file;
}

// Begins to connect; 0 where that is done or under way.
static inline int32_t csockets_connect(int32_t file, const void *address, uint32_t length) {
  if (connect(file, (const struct sockaddr *)address, length) == 0 || errno == EINPROGRESS) return 0;
  return -errno;
}

// Takes an address of 127.0.0.0/8 as one's own, whose ports are its own.
static inline int32_t csockets_bind_loopback(int32_t file, uint8_t last) {
  struct sockaddr_in address = {0};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(0x7f000000u | last);
  return bind(file, (const struct sockaddr *)&address, sizeof address) < 0 ? -errno : 0;
}

// Why a connection could not be made, as an error number, or 0.
static inline int32_t csockets_error(int32_t file) {
  int status = 0;
  socklen_t length = sizeof status;
  return getsockopt(file, SOL_SOCKET, SO_ERROR, &status, &length) < 0 ? errno : status;
}

static inline int64_t csockets_send(int32_t file, const void *bytes, size_t count) {
  ssize_t sent;
  do sent = send(file, bytes, count, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent < 0 ? -errno : sent;
}

static inline int64_t csockets_receive(int32_t file, void *bytes, size_t count) {
  ssize_t received;
  do received = recv(file, bytes, count, 0);
  while (received < 0 && errno == EINTR);
  return received < 0 ? -errno : received;
}

#endif
