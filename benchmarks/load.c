/* Loads an echo server and checks every byte that comes back.
 *
 *   load pingpong HOST PORT SECONDS CONNECTIONS SIZE   one message under way on each connection
 *   load bulk     HOST PORT SECONDS                    as much as goes on one connection
 *   load udp      HOST PORT SECONDS DEPTH SIZE         DEPTH datagrams under way
 *   load rate     HOST PORT SECONDS RATE SIZE          RATE datagrams a second, whatever comes back
 *   load churn    HOST PORT SECONDS SIZE               connect, echo, close, again
 *   load idle     HOST PORT SECONDS CONNECTIONS SIZE   an echo every ms beside idle connections
 *
 * Prints one JSON object: count, bytes, seconds, lost, and where they mean something the latencies
 * p50, p99 and worst in microseconds. Exits with 1 and a sentence when a byte is wrong.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST_LATENCIES (4 << 20)
#define PATTERN (1 << 20)
#define PIECE (1 << 16)
#define MOST_SIZE 2048

static struct sockaddr_in server;
static double seconds;
static uint32_t *latencies;
static size_t latency_count;
static unsigned char *pattern;

static void fail(const char *words, ...) {
    va_list rest;
    va_start(rest, words);
    vfprintf(stderr, words, rest);
    va_end(rest);
    fputc('\n', stderr);
    exit(1);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void keep_latency(double took) {
    if (latency_count < MOST_LATENCIES) latencies[latency_count++] = (uint32_t)(took * 1e9 > 4e9 ? 4e9 : took * 1e9);
}

static int ascending(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void print_result(long long count, long long bytes, double took, long long lost) {
    printf("{\"count\": %lld, \"bytes\": %lld, \"seconds\": %.6f, \"lost\": %lld", count, bytes, took, lost);
    if (latency_count) {
        qsort(latencies, latency_count, sizeof *latencies, ascending);
        printf(", \"p50\": %.1f, \"p99\": %.1f, \"worst\": %.1f", latencies[latency_count / 2] / 1e3,
               latencies[(size_t)(latency_count * 0.99)] / 1e3, latencies[latency_count - 1] / 1e3);
    }
    printf("}\n");
}

static int open_socket(int type) {
    int fd = socket(AF_INET, type, 0);
    if (fd < 0) fail("socket: %s", strerror(errno));
    return fd;
}

static int open_stream(void) {
    int fd = open_socket(SOCK_STREAM), one = 1;
    struct timeval patience = {30, 0};
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(fd, (struct sockaddr *)&server, sizeof server)) fail("connect: %s", strerror(errno));
    return fd;
}

/* A message nobody else has sent: its connection, its turn, and a filling that depends on both. */
static void fill_message(unsigned char *message, int size, uint32_t who, uint32_t turn) {
    memcpy(message, &turn, 4);
    memcpy(message + 4, &who, 4);
    memcpy(message + 8, pattern + (turn * 7 + who * 13) % (PATTERN - MOST_SIZE), size - 8);
}

static void send_all(int fd, const unsigned char *data, size_t size) {
    while (size) {
        ssize_t sent = send(fd, data, size, MSG_NOSIGNAL);
        if (sent < 0) fail("send: %s", strerror(errno));
        data += sent;
        size -= sent;
    }
}

static void receive_all(int fd, unsigned char *data, size_t size) {
    while (size) {
        ssize_t got = recv(fd, data, size, 0);
        if (got < 0) fail("recv: %s", strerror(errno));
        if (got == 0) fail("the server ended the connection");
        data += got;
        size -= got;
    }
}

static void echo_once(int fd, int size, uint32_t who, uint32_t turn) {
    unsigned char sent[MOST_SIZE], got[MOST_SIZE];
    fill_message(sent, size, who, turn);
    send_all(fd, sent, size);
    receive_all(fd, got, size);
    if (memcmp(sent, got, size)) fail("a wrong byte came back");
}

struct player {
    int fd;
    int have;
    uint32_t turn;
    double sent_at;
    unsigned char sent[MOST_SIZE], got[MOST_SIZE];
};

static void serve_ball(struct player *player, int who, int size) {
    fill_message(player->sent, size, who, ++player->turn);
    player->have = 0;
    player->sent_at = now();
    send_all(player->fd, player->sent, size);
}

static void pingpong_one(int size) {
    int fd = open_stream();
    long long count = 0;
    double start = now(), before = start;
    while (before < start + seconds) {
        echo_once(fd, size, 0, count++);
        double after = now();
        keep_latency(after - before);
        before = after;
    }
    print_result(count, count * size, before - start, 0);
}

static void pingpong(int connections, int size) {
    if (connections == 1) {
        pingpong_one(size);
        return;
    }
    struct player *players = calloc(connections, sizeof *players);
    struct epoll_event found[64];
    int ready = epoll_create1(0), under_way = connections;
    long long count = 0;
    for (int who = 0; who < connections; who++) {
        struct epoll_event wanted = {.events = EPOLLIN, .data.u32 = who};
        players[who].fd = open_stream();
        epoll_ctl(ready, EPOLL_CTL_ADD, players[who].fd, &wanted);
    }
    double start = now(), end = start + seconds, at = start;
    for (int who = 0; who < connections; who++) serve_ball(&players[who], who, size);
    while (under_way) {
        int some = epoll_wait(ready, found, 64, 30000);
        if (some <= 0) fail("no answer within 30 s");
        for (int i = 0; i < some; i++) {
            int who = found[i].data.u32;
            struct player *player = &players[who];
            ssize_t got = recv(player->fd, player->got + player->have, size - player->have, 0);
            if (got <= 0) fail("the server ended the connection");
            player->have += got;
            if (player->have < size) continue;
            if (memcmp(player->sent, player->got, size)) fail("a wrong byte came back");
            at = now();
            keep_latency(at - player->sent_at);
            count++;
            if (at < end) serve_ball(player, who, size);
            else under_way--;
        }
    }
    print_result(count, count * size, at - start, 0);
}

static void *send_bulk(void *of) {
    int fd = *(int *)of;
    double end = now() + seconds;
    for (size_t at = 0; now() < end; at = (at + PIECE) % PATTERN) send_all(fd, pattern + at, PIECE);
    shutdown(fd, SHUT_WR);
    return NULL;
}

static void bulk(void) {
    int fd = open_stream();
    unsigned char *got = malloc(PATTERN);
    pthread_t sender;
    long long bytes = 0;
    double start = now();
    pthread_create(&sender, NULL, send_bulk, &fd);
    for (;;) {
        size_t at = bytes % PATTERN;
        ssize_t some = recv(fd, got, PATTERN - at, 0);
        if (some < 0) fail("recv: %s", strerror(errno));
        if (some == 0) break;
        if (memcmp(got, pattern + at, some)) fail("a wrong byte came back");
        bytes += some;
    }
    double took = now() - start;
    pthread_join(sender, NULL);
    if (bytes % PIECE) fail("bytes are missing at the end");
    print_result(bytes / PIECE, bytes, took, 0);
}

static int open_datagrams(void) {
    int fd = open_socket(SOCK_DGRAM), room = 8 << 20;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    if (connect(fd, (struct sockaddr *)&server, sizeof server)) fail("connect: %s", strerror(errno));
    return fd;
}

static void check_datagram(const unsigned char *got, ssize_t length, int size) {
    unsigned char wanted[MOST_SIZE];
    uint32_t turn;
    if (length != size) fail("a datagram of %zd bytes came back", length);
    memcpy(&turn, got, 4);
    fill_message(wanted, size, 0, turn);
    if (memcmp(wanted, got, size)) fail("a wrong byte came back");
}

static void udp(int depth, int size) {
    int fd = open_datagrams();
    unsigned char sent[MOST_SIZE], got[MOST_SIZE];
    struct timeval patience = {0, 200000};
    long long count = 0, lost = 0;
    uint32_t turn = 0;
    int under_way = 0;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    double start = now(), end = start + seconds, at = start;
    do {
        while (under_way < depth && at < end) {
            fill_message(sent, size, 0, turn++);
            if (send(fd, sent, size, 0) < 0) fail("send: %s", strerror(errno));
            under_way++;
        }
        ssize_t length = recv(fd, got, sizeof got, 0);
        if (length < 0) {
            lost += under_way;
            under_way = 0;
        } else {
            check_datagram(got, length, size);
            count++;
            if (under_way) under_way--;
        }
        at = now();
    } while (at < end || under_way);
    print_result(count, count * size, at - start, lost);
}

struct listening {
    int fd, size;
    long long count;
};

static void *receive_rate(void *of) {
    struct listening *mine = of;
    unsigned char got[MOST_SIZE];
    for (;;) {
        ssize_t length = recv(mine->fd, got, sizeof got, 0);
        if (length < 0) return NULL;
        check_datagram(got, length, mine->size);
        mine->count++;
    }
}

static void rate(int wanted, int size) {
    struct listening answers = {open_datagrams(), size, 0};
    unsigned char sent[MOST_SIZE];
    struct timeval patience = {2, 0};
    pthread_t receiver;
    long long count = 0;
    setsockopt(answers.fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    pthread_create(&receiver, NULL, receive_rate, &answers);
    double start = now(), at = start;
    while (at < start + seconds) {
        long long due = (long long)((at - start) * wanted);
        for (; count < due; count++) {
            fill_message(sent, size, 0, count);
            if (send(answers.fd, sent, size, 0) < 0) fail("send: %s", strerror(errno));
        }
        usleep(200);
        at = now();
    }
    pthread_join(receiver, NULL);
    print_result(count, count * size, at - start, count - answers.count);
}

static void churn(int size) {
    long long count = 0;
    double start = now(), before = start;
    while (before < start + seconds) {
        int fd = open_stream();
        echo_once(fd, size, 1, count++);
        close(fd);
        double after = now();
        keep_latency(after - before);
        before = after;
    }
    print_result(count, count * size, before - start, 0);
}

static void idle(int connections, int size) {
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    double start = now();
    int *open = malloc(connections * sizeof *open);
    for (int who = 0; who < connections; who++) {
        open[who] = open_stream();
        echo_once(open[who], size, who, 0);
    }
    double opened = now() - start;
    int fd = open_stream();
    long long count = 0;
    echo_once(fd, size, connections, 0);
    sleep(1);
    start = now();
    for (double before = start; before < start + seconds; before = now()) {
        echo_once(fd, size, connections, ++count);
        keep_latency(now() - before);
        usleep(1000);
    }
    for (int who = 0; who < connections; who++) echo_once(open[who], size, who, 1);
    print_result(count, count * size, opened, 0);
}

int main(int argc, char **argv) {
    if (argc < 5) fail("usage: load MODE HOST PORT SECONDS ...");
    const char *mode = argv[1];
    server.sin_family = AF_INET;
    server.sin_port = htons(atoi(argv[3]));
    inet_pton(AF_INET, argv[2], &server.sin_addr);
    seconds = atof(argv[4]);
    int first = argc > 5 ? atoi(argv[5]) : 0, second = argc > 6 ? atoi(argv[6]) : 0;
    latencies = malloc(MOST_LATENCIES * sizeof *latencies);
    pattern = malloc(PATTERN);
    uint32_t state = 12345;
    for (int i = 0; i < PATTERN; i++) {
        state = state * 1664525 + 1013904223;
        pattern[i] = state >> 24;
    }
    if (!strcmp(mode, "pingpong")) pingpong(first, second);
    else if (!strcmp(mode, "bulk")) bulk();
    else if (!strcmp(mode, "udp")) udp(first, second);
    else if (!strcmp(mode, "rate")) rate(first, second);
    else if (!strcmp(mode, "churn")) churn(first);
    else if (!strcmp(mode, "idle")) idle(first, second);
    else fail("no such mode: %s", mode);
    return 0;
}
