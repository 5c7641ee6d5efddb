// What of MPI (the message-passing interface, version 3) is used: point-to-point messages of bytes. Its handles are macros
// and of another type in each implementation, so they stay on this side.
#pragma once
#include <mpi.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  MPI_Request request;
} strata_mpi_request;

/// The most bytes of one message.
static inline int64_t strata_mpi_most(void) { return 1 << 30; }

/// Joins the group; false where that cannot be, or where only the thread that joins may exchange anything.
static inline bool strata_mpi_begin(void) {
  int given = 0;
  if (MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &given) != MPI_SUCCESS) return false;
  if (given >= MPI_THREAD_SERIALIZED) return true;
  MPI_Finalize();
  return false;
}

/// Leaves it, once all have come that far.
static inline void strata_mpi_end(void) { MPI_Finalize(); }

static inline int strata_mpi_rank(void) {
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  return rank;
}

static inline int strata_mpi_count(void) {
  int count = 1;
  MPI_Comm_size(MPI_COMM_WORLD, &count);
  return count;
}

static inline bool strata_mpi_send(const void *bytes, int64_t count, int peer, strata_mpi_request *request) {
  return MPI_Isend(bytes, (int)count, MPI_BYTE, peer, 0, MPI_COMM_WORLD, &request->request) == MPI_SUCCESS;
}

static inline bool strata_mpi_receive(void *bytes, int64_t count, int peer, strata_mpi_request *request) {
  return MPI_Irecv(bytes, (int)count, MPI_BYTE, peer, 0, MPI_COMM_WORLD, &request->request) == MPI_SUCCESS;
}

/// True when the message is sent or there.
static inline bool strata_mpi_is_done(strata_mpi_request *request) {
  int done = 0;
  MPI_Test(&request->request, &done, MPI_STATUS_IGNORE);
  return done != 0;
}
