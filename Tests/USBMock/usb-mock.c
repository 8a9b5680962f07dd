/* A USB bus without USB, for tests: umockdev shows libusb a sysfs and device nodes that are not there, and this program
   answers what libusb asks of a node (usbfs, linux/usbdevice_fs.h). It knows requests and endpoints and nothing of
   readers; the tests say what devices there are and what they send.

   usb-mock COMMAND...   runs COMMAND with a socket to this program in the environment's POS_USB_MOCK_FD, and ends with
   its exit status. To be run under umockdev-wrapper. The socket carries lines of words:

   to here                                  from here
     add DEV DESCRIPTORS SERIAL [PARENT]      ok                    the command before is done
     remove DEV                               claim DEV INTERFACE   likewise detach, release, attach
     string DEV INDEX TEXT                    control DEV SETUP DATA
     in DEV EP BYTES       one packet         out DEV EP BYTES
     stall DEV EP COUNT    halts in a row     read DEV EP LENGTH    the host waits for bytes
     nak DEV EP on|off                        halt DEV EP           cleared
     busy DEV on|off       another holds it
   DEV is 1 to 99, EP, BYTES, SETUP and DATA hexadecimal, - for no bytes. */
#include <errno.h>
#include <glib.h>
#include <linux/usbdevice_fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <umockdev.h>
#include <unistd.h>

#define DEVICES 100
#define ENDPOINTS 256

typedef struct {
  UMockdevIoctlData *urb, *buffer;
} Flight;

typedef struct {
  gboolean is_there, is_busy;
  UMockdevIoctlBase *handler;
  gchar *strings[256];
  GQueue waiting[ENDPOINTS]; /* of Flight */
  GQueue packets[ENDPOINTS]; /* of GByteArray: what the device sends */
  GQueue ended;              /* of Flight: to be reaped */
  int stalls[ENDPOINTS];
  gboolean is_halted[ENDPOINTS], naks[ENDPOINTS];
} Device;

static Device devices[DEVICES];
static UMockdevTestbed *testbed;
static int control;
static GMainLoop *loop;
static int child_status = 1;

static void fail(const char *what) {
  fprintf(stderr, "usb-mock: %s\n", what);
  exit(70);
}

static void say(const char *format, ...) {
  va_list words;
  va_start(words, format);
  g_autofree gchar *text = g_strdup_vprintf(format, words);
  va_end(words);
  g_autofree gchar *line = g_strconcat(text, "\n", NULL);
  for (size_t sent = 0, all = strlen(line); sent < all;) {
    ssize_t count = send(control, line + sent, all - sent, MSG_NOSIGNAL);
    if (count <= 0) return;
    sent += count;
  }
}

static gchar *hex(const guint8 *bytes, gsize count) {
  GString *text = g_string_new(count ? "" : "-");
  for (gsize i = 0; i < count; i++) g_string_append_printf(text, "%02x", bytes[i]);
  return g_string_free(text, FALSE);
}

static GByteArray *unhex(const gchar *text) {
  GByteArray *bytes = g_byte_array_new();
  for (; g_ascii_isxdigit(text[0]) && g_ascii_isxdigit(text[1]); text += 2) {
    guint8 byte = g_ascii_xdigit_value(text[0]) << 4 | g_ascii_xdigit_value(text[1]);
    g_byte_array_append(bytes, &byte, 1);
  }
  return bytes;
}

static struct usbdevfs_urb *urb_of(Flight *flight) { return (struct usbdevfs_urb *)flight->urb->data; }

static void end(Device *device, Flight *flight, int status, int length) {
  urb_of(flight)->status = status;
  urb_of(flight)->actual_length = length;
  g_queue_push_tail(&device->ended, flight);
}

/* Moves bytes of an endpoint as far as both sides let it. */
static void move(int number, guint8 endpoint) {
  Device *device = &devices[number];
  GQueue *waiting = &device->waiting[endpoint];
  while (!g_queue_is_empty(waiting)) {
    Flight *flight = g_queue_peek_head(waiting);
    int length = urb_of(flight)->buffer_length;
    if (device->stalls[endpoint] > 0) device->is_halted[endpoint] = TRUE;
    if (device->is_halted[endpoint]) {
      device->stalls[endpoint] -= device->stalls[endpoint] > 0;
      g_queue_pop_head(waiting);
      end(device, flight, -EPIPE, 0);
      /* The host's controller gives the others back too. */
      while ((flight = g_queue_pop_head(waiting))) end(device, flight, -EPIPE, 0);
      return;
    }
    if (device->naks[endpoint]) return;
    if (endpoint & 0x80) {
      GByteArray *packet = g_queue_pop_head(&device->packets[endpoint]);
      if (!packet) return;
      g_queue_pop_head(waiting);
      int count = MIN((int)packet->len, length);
      if (count) umockdev_ioctl_data_update(flight->buffer, 0, packet->data, count);
      end(device, flight, (int)packet->len > length ? -EOVERFLOW : 0, count);
      g_byte_array_unref(packet);
    } else {
      g_queue_pop_head(waiting);
      g_autofree gchar *bytes = hex(flight->buffer ? flight->buffer->data : NULL, length);
      say("out %d %02x %s", number, endpoint, bytes);
      end(device, flight, 0, length);
    }
  }
}

/* Answers a control request; its length, or a negative error number. */
static int answer(int number, Flight *flight) {
  guint8 *setup = flight->buffer->data;
  int length = setup[6] | setup[7] << 8;
  gboolean is_in = setup[0] & 0x80;
  g_autofree gchar *request = hex(setup, 8);
  g_autofree gchar *data = hex(setup + 8, is_in ? 0 : length);
  say("control %d %s %s", number, request, data);
  Device *device = &devices[number];
  if (device->naks[0]) return 1; /* never */
  if (device->stalls[0] > 0) {
    device->stalls[0]--;
    return -EPIPE;
  }
  if (setup[0] == 0x21) return length;
  if (setup[0] != 0x80 || setup[1] != 6 || setup[3] != 3) return -EPIPE;
  guint8 text[256] = {4, 3, 0x09, 0x04};
  if (setup[2] != 0) {
    const gchar *string = device->strings[setup[2]];
    if (!string) return -EPIPE;
    text[0] = 2;
    for (; *string && text[0] < 252; string++) {
      text[text[0]++] = *string;
      text[text[0]++] = 0;
    }
  }
  int count = MIN(length, text[0]);
  umockdev_ioctl_data_update(flight->buffer, 8, text, count);
  return count;
}

static void submit(int number, UMockdevIoctlData *argument) {
  Device *device = &devices[number];
  Flight *flight = g_new0(Flight, 1);
  flight->urb = umockdev_ioctl_data_resolve(argument, 0, sizeof(struct usbdevfs_urb), NULL);
  struct usbdevfs_urb *urb = urb_of(flight);
  if (urb->buffer_length > 0)
    flight->buffer = umockdev_ioctl_data_resolve(
        flight->urb, G_STRUCT_OFFSET(struct usbdevfs_urb, buffer), urb->buffer_length, NULL);
  guint8 endpoint = urb->type == USBDEVFS_URB_TYPE_CONTROL ? 0 : urb->endpoint;
  if (urb->type == USBDEVFS_URB_TYPE_CONTROL) {
    int count = answer(number, flight);
    if (device->naks[0]) g_queue_push_tail(&device->waiting[0], flight);
    else end(device, flight, MIN(count, 0), MAX(count, 0));
    return;
  }
  if (endpoint & 0x80) say("read %d %02x %d", number, endpoint, urb->buffer_length);
  g_queue_push_tail(&device->waiting[endpoint], flight);
  move(number, endpoint);
}

static gboolean discard(Device *device, gulong address) {
  for (int endpoint = 0; endpoint < ENDPOINTS; endpoint++)
    for (GList *item = device->waiting[endpoint].head; item; item = item->next) {
      Flight *flight = item->data;
      if (flight->urb->client_addr != address) continue;
      g_queue_delete_link(&device->waiting[endpoint], item);
      end(device, flight, -ENOENT, 0);
      return TRUE;
    }
  return FALSE;
}

static gboolean reap(Device *device, UMockdevIoctlData *argument) {
  Flight *flight = g_queue_pop_head(&device->ended);
  if (!flight) return FALSE;
  UMockdevIoctlData *pointer = umockdev_ioctl_data_resolve(argument, 0, sizeof(gpointer), NULL);
  umockdev_ioctl_data_set_ptr(pointer, 0, flight->urb);
  umockdev_ioctl_data_unref(pointer);
  umockdev_ioctl_data_unref(flight->urb);
  if (flight->buffer) umockdev_ioctl_data_unref(flight->buffer);
  g_free(flight);
  return TRUE;
}

static guint32 word(UMockdevIoctlData *argument, gsize size) {
  UMockdevIoctlData *data = umockdev_ioctl_data_resolve(argument, 0, size, NULL);
  guint32 value = *(guint32 *)data->data;
  umockdev_ioctl_data_unref(data);
  return value;
}

/* One request of usbfs: 0 or a positive error number. */
static int handle(int number, gulong request, UMockdevIoctlData *argument) {
  Device *device = &devices[number];
  switch (request) {
  case USBDEVFS_REAPURB:
  case USBDEVFS_REAPURBNDELAY:
    return reap(device, argument) ? 0 : device->is_there ? EAGAIN : ENODEV;
  case USBDEVFS_DISCARDURB:
    return discard(device, *(gulong *)argument->data) ? 0 : EINVAL;
  }
  if (!device->is_there) return ENODEV;
  switch (request) {
  case USBDEVFS_GET_CAPABILITIES: {
    UMockdevIoctlData *data = umockdev_ioctl_data_resolve(argument, 0, sizeof(guint32), NULL);
    guint32 all = USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_NO_PACKET_SIZE_LIM | USBDEVFS_CAP_REAP_AFTER_DISCONNECT
      | USBDEVFS_CAP_BULK_CONTINUATION;
    umockdev_ioctl_data_update(data, 0, (guint8 *)&all, sizeof all);
    umockdev_ioctl_data_unref(data);
    return 0;
  }
  case USBDEVFS_DISCONNECT_CLAIM:
  case USBDEVFS_CLAIMINTERFACE: {
    if (device->is_busy) return EBUSY;
    gboolean detaches = request == USBDEVFS_DISCONNECT_CLAIM;
    guint32 interface = word(argument, detaches ? sizeof(struct usbdevfs_disconnect_claim) : sizeof(guint32));
    if (detaches) say("detach %d %u", number, interface);
    say("claim %d %u", number, interface);
    return 0;
  }
  case USBDEVFS_RELEASEINTERFACE:
    say("release %d %u", number, word(argument, sizeof(guint32)));
    return 0;
  case USBDEVFS_IOCTL: /* of an interface's driver; only USBDEVFS_CONNECT comes */
    say("attach %d %u", number, word(argument, sizeof(struct usbdevfs_ioctl)));
    return 0;
  case USBDEVFS_CLEAR_HALT: {
    guint8 endpoint = word(argument, sizeof(guint32));
    device->is_halted[endpoint] = FALSE;
    say("halt %d %02x", number, endpoint);
    return 0;
  }
  case USBDEVFS_SUBMITURB:
    submit(number, argument);
    return 0;
  case USBDEVFS_GETDRIVER:
    return ENODATA;
  }
  return ENOTTY;
}

static gboolean on_ioctl(UMockdevIoctlBase *base, UMockdevIoctlClient *client, gpointer number) {
  (void)base;
  int error = handle(GPOINTER_TO_INT(number), umockdev_ioctl_client_get_request(client),
                     umockdev_ioctl_client_get_arg(client));
  umockdev_ioctl_client_complete(client, error ? -1 : 0, error);
  return TRUE;
}

static void add(int number, const gchar *descriptors, const gchar *serial) {
  Device *device = &devices[number];
  g_autoptr(GByteArray) bytes = unhex(descriptors);
  if (bytes->len < 18) fail("no device descriptor");
  if (!device->handler) {
    device->handler = umockdev_ioctl_base_new();
    g_object_connect(device->handler, "signal-after::handle-ioctl", on_ioctl, GINT_TO_POINTER(number), NULL);
  }
  memset(device->stalls, 0, sizeof device->stalls);
  memset(device->is_halted, 0, sizeof device->is_halted);
  memset(device->naks, 0, sizeof device->naks);
  device->is_there = TRUE;
  device->is_busy = FALSE;
  g_autofree gchar *node = g_strdup_printf("/dev/bus/usb/001/%03d", number);
  g_autoptr(GError) error = NULL;
  if (!umockdev_testbed_attach_ioctl(testbed, node, device->handler, &error)) fail(error->message);
  /* Folders of sysfs, and not devices of their own: those would be told of too. */
  g_autoptr(GString) interfaces = g_string_new(NULL);
  for (guint at = 18; at + 9 <= bytes->len && bytes->data[at]; at += bytes->data[at]) {
    const guint8 *interface = bytes->data + at;
    const gchar *names[] = {"Number", NULL, NULL, "Class", "SubClass", "Protocol"};
    for (int i = 0; interface[1] == 4 && i < 6; i++)
      if (names[i])
        g_string_append_printf(
          interfaces, "A: 1-%d:1.%u/bInterface%s=%02x\\n\n", number, interface[2], names[i], interface[2 + i]);
  }
  g_autofree gchar *serial_line = strcmp(serial, "-") ? g_strdup_printf("A: serial=%s\\n\n", serial) : g_strdup("");
  g_autofree gchar *text = g_strdup_printf(
    "P: /devices/usb1/1-%d\nN: bus/usb/001/%03d\nE: SUBSYSTEM=usb\nE: DRIVER=usb\nE: BUSNUM=001\nE: DEVNUM=%03d\n"
    "E: DEVNAME=/dev/bus/usb/001/%03d\nE: DEVTYPE=usb_device\nA: bConfigurationValue=1\\n\nA: busnum=1\\n\n"
    "A: devnum=%d\\n\nA: devpath=%d\\n\nA: speed=480\\n\nA: idVendor=%02x%02x\\n\nA: idProduct=%02x%02x\\n\n"
    "A: bDeviceClass=%02x\\n\n%s%sH: descriptors=%s\n",
    number, number, number, number, number, number, bytes->data[9], bytes->data[8], bytes->data[11], bytes->data[10],
    bytes->data[4], serial_line, interfaces->str, descriptors);
  if (!umockdev_testbed_add_from_string(testbed, text, &error)) fail(error->message);
}

static void take_away(int number) {
  Device *device = &devices[number];
  if (!device->is_there) return;
  device->is_there = FALSE;
  Flight *flight;
  GByteArray *packet;
  for (int endpoint = 0; endpoint < ENDPOINTS; endpoint++) {
    while ((flight = g_queue_pop_head(&device->waiting[endpoint]))) end(device, flight, -ESHUTDOWN, 0);
    while ((packet = g_queue_pop_head(&device->packets[endpoint]))) g_byte_array_unref(packet);
  }
  g_autofree gchar *path = g_strdup_printf("/sys/devices/usb1/1-%d", number);
  /* As from the kernel: who is told and looks does not find it any more. */
  g_autofree gchar *root = umockdev_testbed_get_root_dir(testbed);
  g_autofree gchar *attribute = g_strconcat(root, path, "/busnum", NULL);
  if (unlink(attribute)) fail("no busnum");
  umockdev_testbed_uevent(testbed, path, "remove");
  umockdev_testbed_remove_device(testbed, path);
}

static void obey(gchar **words) {
  int count = g_strv_length(words);
  int number = count > 1 ? atoi(words[1]) : 0;
  if (number < 1 || number >= DEVICES) fail("no such device");
  Device *device = &devices[number];
  guint8 endpoint = count > 2 ? g_ascii_strtoull(words[2], NULL, 16) : 0;
  if (!strcmp(words[0], "add") && count >= 4) {
    add(number, words[2], words[3]);
  } else if (!strcmp(words[0], "remove")) {
    take_away(number);
  } else if (!strcmp(words[0], "string") && count == 4) {
    g_free(device->strings[atoi(words[2]) & 0xFF]);
    device->strings[atoi(words[2]) & 0xFF] = g_strdup(words[3]);
  } else if (!strcmp(words[0], "in") && count == 4) {
    g_queue_push_tail(&device->packets[endpoint], unhex(words[3]));
    move(number, endpoint);
  } else if (!strcmp(words[0], "stall") && count == 4) {
    device->stalls[endpoint] = atoi(words[3]);
    move(number, endpoint);
  } else if (!strcmp(words[0], "nak") && count == 4) {
    device->naks[endpoint] = !strcmp(words[3], "on");
    move(number, endpoint);
  } else if (!strcmp(words[0], "busy") && count == 3) {
    device->is_busy = !strcmp(words[2], "on");
  } else {
    fail("no such command");
  }
  say("ok");
}

static gboolean on_command(GIOChannel *channel, GIOCondition condition, gpointer data) {
  (void)condition, (void)data;
  g_autofree gchar *line = NULL;
  gsize end;
  if (g_io_channel_read_line(channel, &line, NULL, &end, NULL) != G_IO_STATUS_NORMAL) return FALSE;
  line[end] = 0;
  g_auto(GStrv) words = g_strsplit(line, " ", 4);
  if (words[0]) obey(words);
  return TRUE;
}

static void on_exit_of_child(GPid pid, gint status, gpointer data) {
  (void)pid, (void)data;
  child_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  g_main_loop_quit(loop);
}

int main(int count, char **words) {
  if (count < 2) fail("usage: usb-mock COMMAND...");
  int ends[2];
  testbed = umockdev_testbed_new();
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends)) fail(strerror(errno));
  control = ends[0];
  GPid pid = fork();
  if (pid < 0) fail(strerror(errno));
  if (pid == 0) {
    g_autofree gchar *number = g_strdup_printf("%d", ends[1]);
    setenv("POS_USB_MOCK_FD", number, 1);
    close(ends[0]);
    execvp(words[1], words + 1);
    fail(strerror(errno));
  }
  close(ends[1]);
  loop = g_main_loop_new(NULL, FALSE);
  g_autoptr(GIOChannel) channel = g_io_channel_unix_new(control);
  g_io_add_watch(channel, G_IO_IN | G_IO_HUP, on_command, NULL);
  g_child_watch_add(pid, on_exit_of_child, NULL);
  g_main_loop_run(loop);
  g_object_unref(testbed);
  return child_status;
}
