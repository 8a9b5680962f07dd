#ifndef CPANGO_SHIM_H
#define CPANGO_SHIM_H

#include <cairo-pdf.h>
#include <cairo.h>
#include <pango/pangocairo.h>

#endif
