#include <cblas.h>
#include <stddef.h>

// LAPACK's routine for symmetric matrices lies in OpenBLAS; its header is a package of its own. Fortran
// passes the lengths of its texts last.
void dsyev_(const char *job, const char *triangle, const int *order, double *matrix, const int *leading,
            double *values, double *work, const int *work_count, int *info, size_t, size_t);
