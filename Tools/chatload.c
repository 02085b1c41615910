/* chatload: a load generator for chat servers, one thread, epoll.
 *
 * Opens N connections, sends each a list of hello payloads, waits for --settle seconds, then lets
 * S of the connections send messages, either at an open-loop rate or closed-loop with a window.
 * Each message carries a marker  @@<16 hex ns><4 hex sender>@@ ; every marker seen in what the
 * server sends back is one delivery, and now - ns is its latency. The server's framing is not
 * parsed on the way in: the byte stream is scanned for markers, so any text protocol works.
 * With --reach, where all connections are in one room, it also takes the time until a message has come to the last of them.
 *
 * Build: gcc -O2 -o chatload chatload.c
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

typedef struct { int fd, id, state; char tail[32]; int ntail; char *out; size_t nout, cap; uint64_t inflight; uint64_t sent, echoed; } Conn;

static const char *host = "127.0.0.1", *path = "/ws", *proto = "ws", *msg = "{\"body\":\"%m\"}", *subproto = NULL, *header = NULL;
static const char *hello[16]; static int nhello;
static int port = 8080, conns = 10, senders = 1, window = 0, size = 64;
static double rate = 0, duration = 5, settle = 1, hellogap = 0; static int batch = 200;
static int ep; static Conn *C;
static uint64_t delivered, delivered_win, sent_total, own_echo; static uint64_t hist[64 * 64], reach_hist[64 * 64]; static int measuring, reach;

static uint64_t now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1000000000ull + t.tv_nsec; }
static void record(uint64_t *hist, uint64_t ns) { /* log-linear: 64 sub-buckets an octave */
  uint64_t us = ns / 1000; int o = us < 64 ? 0 : 63 - __builtin_clzll(us) - 5; int s = us >> o; hist[o * 64 + (s > 63 ? 63 : s)]++; }
static double quant(const uint64_t *hist, double q) { uint64_t n = 0, k = 0; for (int i = 0; i < 4096; i++) n += hist[i]; if (!n) return -1; uint64_t want = (uint64_t)(q * n); if (want >= n) want = n - 1;
  for (int i = 0; i < 4096; i++) { k += hist[i]; if (k > want) return ((double)(i % 64) * (1ull << (i / 64))) / 1000.0; } return -1; }

static void arm(Conn *c) { struct epoll_event e = {.events = EPOLLIN | (c->nout ? EPOLLOUT : 0), .data.ptr = c}; epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &e); }
static void flush_out(Conn *c) { while (c->nout) { ssize_t w = write(c->fd, c->out, c->nout); if (w <= 0) { if (errno == EAGAIN) break; perror("write"); exit(3); }
    memmove(c->out, c->out + w, c->nout - w); c->nout -= w; } arm(c); }
static void push(Conn *c, const void *p, size_t n) { if (c->nout + n > c->cap) { c->cap = (c->nout + n) * 2; c->out = realloc(c->out, c->cap); } memcpy(c->out + c->nout, p, n); c->nout += n; }
static void frame(Conn *c, const char *p, size_t n) {
  if (!strcmp(proto, "ws")) { uint8_t h[14]; int k = 0; h[k++] = 0x81; if (n < 126) h[k++] = 0x80 | n; else if (n < 65536) { h[k++] = 0xfe; h[k++] = n >> 8; h[k++] = n; }
    else { h[k++] = 0xff; for (int i = 7; i >= 0; i--) h[k++] = n >> (8 * i); }
    uint8_t m[4] = {0x12, 0x34, 0x56, 0x78}; memcpy(h + k, m, 4); k += 4; push(c, h, k); char *b = malloc(n); for (size_t i = 0; i < n; i++) b[i] = p[i] ^ m[i & 3]; push(c, b, n); free(b); }
  else { push(c, p, n); push(c, "\r\n", 2); } }
static size_t expand(char *dst, const char *t, Conn *c, uint64_t stamp) { char *d = dst; for (; *t; t++) if (*t == '%' && t[1] == 'd') { d += sprintf(d, "%d", c->id); t++; }
    else if (*t == '%' && t[1] == 'n') { d += sprintf(d, "%lu", (unsigned long)c->sent); t++; }
    else if (*t == '%' && t[1] == 'm') { int n = sprintf(d, "@@%016lx%04x@@", (unsigned long)stamp, c->id & 0xffff); d += n; for (; n < size; n++) *d++ = 'x'; t++; }
    else { *d++ = *t; }
  *d = 0; return d - dst; }
static void send_msg(Conn *c) { static char b[1 << 20]; size_t n = expand(b, msg, c, now()); frame(c, b, n); c->sent++; sent_total++; c->inflight++; }
/* Messages on their way: how many connections each has come to. */
static struct { uint64_t stamp; int from, got; } flight[4096]; static int nflight;
static void reached(uint64_t stamp, int from, uint64_t t) { int i = 0; while (i < nflight && (flight[i].stamp != stamp || flight[i].from != from)) i++;
  if (i == nflight) { if (nflight == 4096) return; nflight++; flight[i].stamp = stamp; flight[i].from = from; flight[i].got = 0; }
  if (++flight[i].got == conns) { record(reach_hist, t > stamp ? t - stamp : 0); flight[i] = flight[--nflight]; } }
static int hv(char ch) { return ch <= '9' ? ch - '0' : (ch | 32) - 'a' + 10; }
static void scan(Conn *c, const char *p, size_t n, uint64_t t) {
  const char *e = p + n; const char *q = p;
  while (q + 24 <= e && (q = memmem(q, e - q, "@@", 2)) && q + 24 <= e) {
    if (q[22] != '@' || q[23] != '@') { q += 2; continue; }
    uint64_t s = 0; int from = 0; for (int i = 2; i < 18; i++) s = s << 4 | hv(q[i]); for (int i = 18; i < 22; i++) from = from << 4 | hv(q[i]);
    delivered++; if (measuring) { delivered_win++; record(hist, t > s ? t - s : 0); if (reach) reached(s, from, t); }
    if (from == (c->id & 0xffff)) { own_echo++; c->echoed++; if (c->inflight) c->inflight--; if (window && measuring) { send_msg(c); } }
    q += 24; } }
static void on_read(Conn *c) { static char b[1 << 18]; for (int rounds = 0; rounds < 4; rounds++) { memcpy(b, c->tail, c->ntail); ssize_t r = read(c->fd, b + c->ntail, sizeof b - c->ntail);
    if (r == 0) { fprintf(stderr, "connection %d closed by the server\n", c->id); exit(4); } if (r < 0) { if (errno == EAGAIN) break; perror("read"); exit(3); }
    size_t n = r + c->ntail; uint64_t t = now();
    if (c->state == 0) { char *h = memmem(b, n, "\r\n\r\n", 4); if (!h) { c->ntail = n > 31 ? 31 : n; memcpy(c->tail, b + n - c->ntail, c->ntail); continue; } if (!memmem(b, n, " 101 ", 5)) { fprintf(stderr, "no upgrade: %.200s\n", b); exit(5); } c->state = 1; }
    if (!strcmp(proto, "irc")) { char *pg = memmem(b, n, "PING ", 5); if (pg && (pg == b || pg[-1] == '\n')) { char *el = memmem(pg, b + n - pg, "\r\n", 2); if (el) { push(c, "PONG ", 5); push(c, pg + 5, el + 2 - pg - 5); flush_out(c); } } }
    scan(c, b, n, t); size_t keep = n < 23 ? n : 23; /* a marker cut by the read is found again whole; a whole one never is */
    const char *lastm = NULL; for (const char *q = b + n - keep; q < b + n - 1; q++) if (q[0] == '@' && q[1] == '@') { lastm = q; break; }
    if (lastm && (size_t)(b + n - lastm) < 24 && !(lastm >= b + 22 && lastm[-1] != '@' && 0)) { /* closing @@ of a whole marker? */
      if (lastm - b >= 22 && lastm[-22] == '@' && lastm[-21] == '@') lastm = lastm + 2 < b + n ? memmem(lastm + 2, b + n - lastm - 2, "@@", 2) : NULL; }
    if (lastm) { c->ntail = b + n - lastm; memcpy(c->tail, lastm, c->ntail); } else if (b[n - 1] == '@' && !(n >= 24 && b[n - 2] == '@' && b[n - 24] == '@')) { c->tail[0] = '@'; c->ntail = 1; } else c->ntail = 0;
    if (r < (ssize_t)(sizeof b / 2)) break; } if (c->nout) flush_out(c); }
static void pump(double secs) { uint64_t end = now() + (uint64_t)(secs * 1e9); struct epoll_event ev[512]; uint64_t t; double gap = rate > 0 ? 1e9 / rate : 0; static double next; static int who; if (measuring && rate > 0 && next == 0) next = now();
  while ((t = now()) < end) { int to = 1; if (measuring && rate > 0) { while (next <= t) { Conn *c = &C[who++ % senders]; send_msg(c); flush_out(c); next += gap; } to = 0; if (next - t > 2e6) to = 1; }
    int n = epoll_wait(ep, ev, 512, to); for (int i = 0; i < n; i++) { Conn *c = ev[i].data.ptr; if (ev[i].events & EPOLLOUT) flush_out(c); if (ev[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) on_read(c); } } }
int main(int ac, char **av) {
  signal(SIGPIPE, SIG_IGN); struct rlimit rl = {1000000, 1000000}; setrlimit(RLIMIT_NOFILE, &rl);
  for (int i = 1; i < ac; i++) { char *a = av[i]; char *v = i + 1 < ac ? av[i + 1] : "";
#define OPT(n) (!strcmp(a, n) && ++i)
    if (OPT("--host")) host = v; else if (OPT("--port")) port = atoi(v); else if (OPT("--path")) path = v; else if (OPT("--proto")) proto = v; else if (OPT("--conns")) conns = atoi(v);
    else if (OPT("--senders")) senders = atoi(v); else if (OPT("--window")) window = atoi(v); else if (OPT("--rate")) rate = atof(v); else if (OPT("--size")) size = atoi(v); else if (OPT("--duration")) duration = atof(v);
    else if (OPT("--settle")) settle = atof(v); else if (OPT("--hello")) hello[nhello++] = v; else if (OPT("--msg")) msg = v; else if (OPT("--subproto")) subproto = v; else if (OPT("--header")) header = v; else if (OPT("--batch")) batch = atoi(v); else if (OPT("--hellogap")) hellogap = atof(v);
    else if (!strcmp(a, "--reach")) reach = 1;
    else { fprintf(stderr, "unknown option %s\n", a); return 2; } }
  ep = epoll_create1(0); C = calloc(conns, sizeof *C); uint64_t t0 = now(); static char b[1 << 16];
  for (int i = 0; i < conns; i++) { Conn *c = &C[i]; c->id = i; c->fd = socket(AF_INET, SOCK_STREAM, 0); struct sockaddr_in sa = {.sin_family = AF_INET, .sin_port = htons(port)}; inet_pton(AF_INET, host, &sa.sin_addr);
    if (conns > 20000) { struct sockaddr_in la = {.sin_family = AF_INET}; char ip[32]; sprintf(ip, "127.0.0.%d", 2 + i / 20000); inet_pton(AF_INET, ip, &la.sin_addr); bind(c->fd, (void *)&la, sizeof la); }
    if (connect(c->fd, (void *)&sa, sizeof sa)) { perror("connect"); return 3; } int one = 1; setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); fcntl(c->fd, F_SETFL, O_NONBLOCK);
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = c}; epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &e);
    if (!strcmp(proto, "ws")) { char pth[512], hd[2048]; expand(pth, path, c, 0); expand(hd, header ? header : "", c, 0); int n = snprintf(b, sizeof b, "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n%s%s%s%s%s\r\n",
        pth, host, port, subproto ? "Sec-WebSocket-Protocol: " : "", subproto ? subproto : "", subproto ? "\r\n" : "", hd, header ? "\r\n" : ""); push(c, b, n); flush_out(c); } else c->state = 1;
    if ((i + 1) % batch == 0 || i + 1 == conns) { uint64_t dl = now() + 20000000000ull; for (;;) { int ok = 1; for (int k = (i / batch) * batch; k <= i; k++) if (C[k].state == 0) ok = 0; if (ok) break; if (now() > dl) { fprintf(stderr, "handshake timeout\n"); return 5; } pump(0.005); } 
      for (int k = (i / batch) * batch; k <= i; k++) { for (int hh = 0; hh < nhello; hh++) { size_t n = expand(b, hello[hh], &C[k], 0); frame(&C[k], b, n); } flush_out(&C[k]); if (hellogap > 0) pump(hellogap); } } }
  double tconn = (now() - t0) / 1e9; pump(settle); measuring = 1; uint64_t s0 = now(); struct rusage r0, r1; getrusage(RUSAGE_SELF, &r0);
  if (window) for (int i = 0; i < senders; i++) { for (int w = 0; w < window; w++) send_msg(&C[i]); flush_out(&C[i]); }
  pump(duration); uint64_t sent_m = sent_total, del_m = delivered_win; double el = (now() - s0) / 1e9; getrusage(RUSAGE_SELF, &r1); int w = window; window = 0; double r = rate; rate = 0; pump(1.0); (void)w; (void)r;
  double cpu = (r1.ru_utime.tv_sec - r0.ru_utime.tv_sec + r1.ru_stime.tv_sec - r0.ru_stime.tv_sec) + (r1.ru_utime.tv_usec - r0.ru_utime.tv_usec + r1.ru_stime.tv_usec - r0.ru_stime.tv_usec) / 1e6;
  printf("{\"conns\":%d,\"senders\":%d,\"size\":%d,\"connect_s\":%.4f,\"sent_per_s\":%.0f,\"delivered_per_s\":%.0f,\"sent\":%lu,\"delivered_after_drain\":%lu,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"p999_ms\":%.3f,\"max_ms\":%.3f,\"client_cpu\":%.2f",
    conns, senders, size, tconn, sent_m / el, del_m / el, (unsigned long)sent_total, (unsigned long)delivered, quant(hist, .5), quant(hist, .99), quant(hist, .999), quant(hist, 1), cpu / el);
  if (reach) printf(",\"reach_p50_ms\":%.3f,\"reach_p99_ms\":%.3f", quant(reach_hist, .5), quant(reach_hist, .99));
  puts("}");
  return 0; }
