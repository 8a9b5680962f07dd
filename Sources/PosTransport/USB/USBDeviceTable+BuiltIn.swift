extension USBDeviceTable {
  /// One row a line, in the format that users write too. The tests read every row.
  static let builtInText = """
    # Readers
    079b:0028 | Ingenico | EFT30, iPP320, iCT2xx | cdc | - | cdc_acm | no-union | M | raspberrypi/linux#1603
    0b00:0057 | Ingenico | iUC | cdc | - | cdc_acm | - | C | integrators' rules
    0b00:0060 | Ingenico | iPP350 | cdc | - | cdc_acm | - | C | integrators' rules
    0b00:0061 | Ingenico | Telium2 | cdc | - | cdc_acm | - | C | integrators' rules
    0b00:0072 | Ingenico | iPP350 | cdc | - | cdc_acm | - | C | integrators' rules
    0b00:0080 | Ingenico | Tetra | cdc | - | cdc_acm | - | C | integrators' rules
    0b00:0081 | Ingenico | Tetra | cdc | - | cdc_acm | - | C | integrators' rules
    0b00:0090 | Ingenico | SESAM Vitale reader | vendor | - | - | - | M | LudovicRousseau/CCID#105
    0b00:3070 | Ingenico | 3070 | adapter | - | cp210x | - | K | drivers/usb/serial/cp210x.c
    11ca:0201 | Verifone | MX870, MX880 | cdc | - | cdc_acm | single-read | K | drivers/usb/class/cdc-acm.c
    11ca:0203 | Verifone | VX510 | cdc | - | cdc_acm | - | C | clean-up script of the unified driver
    11ca:0206 | Verifone | VX800 | cdc | - | cdc_acm | - | C | clean-up script of the unified driver
    11ca:0207 | Verifone | VX810 | cdc | - | cdc_acm | - | K | usb.ids
    11ca:0208 | Verifone | VX570 | cdc | - | cdc_acm | - | C | clean-up script of the unified driver
    11ca:0209 | Verifone | VX610 | cdc | - | cdc_acm | - | C | clean-up script of the unified driver
    11ca:0213 | Verifone | VX670 | cdc | - | cdc_acm | - | C | clean-up script of the unified driver
    11ca:0216 | Verifone | VX510 | cdc | - | cdc_acm | - | C | clean-up script of the unified driver
    11ca:0217 | Verifone | VX680 | cdc | - | cdc_acm | - | C | clean-up script of the unified driver
    11ca:0218 | Verifone | VX520 | cdc | - | cdc_acm | - | C | clean-up script of the unified driver
    11ca:0219 | Verifone | VX820 | cdc | - | cdc_acm | - | C | clean-up script of the unified driver
    11ca:0220 | Verifone | VX805 | cdc | - | cdc_acm | - | K | usb.ids
    11ca:0221 | Verifone | VX825 | cdc | - | cdc_acm | - | C | clean-up script of the unified driver
    11ca:022a | Verifone | VX675 | cdc | - | cdc_acm | - | C | clean-up script of the unified driver
    11ca:0300 | Verifone | P200 | cdc | - | cdc_acm | - | C | integrators' rules
    1234:0101 | PAX | S, SP and D series | vendor | - | ttyPos | - | C | alex-eri/ttypos
    9908:9030 | PAX | CDC mode | cdc | - | cdc_acm | - | C | integrators' rules
    2fb8:2116 | PAX | A920 | cdc | - | cdc_acm | - | C | integrators' rules
    2fb8:21a6 | PAX | A930 | cdc | - | cdc_acm | - | C | integrators' rules
    2fb8:2205 | PAX | A910 | cdc | - | cdc_acm | - | C | integrators' rules
    2fb8:225e | PAX | IM30 | cdc | - | cdc_acm | - | C | integrators' rules
    2fb8:2466 | PAX | A910s | cdc | - | cdc_acm | - | C | integrators' rules
    2fb8:246e | PAX | A910s | cdc | - | cdc_acm | - | C | integrators' rules
    0ca6:a030 | Castles | PIN pad (also under Gertec's name) | cdc | - | cdc_acm | - | C | integrators' rules
    0ca6:a050 | Castles | VEGA3000 | cdc | - | cdc_acm | no-union | K | drivers/usb/class/cdc-acm.c
    0ca6:a051 | Castles | Android terminals | vendor | - | - | - | M | android-udev-rules#191
    1753:c901 | Gertec | PPC900, PPC920 | cdc | - | cdc_acm | - | K | usb.ids
    1753:c902 | Gertec | PIN pad | cdc | - | cdc_acm | - | C | integrators' rules
    1753:c903 | Gertec | PIN pad | cdc | - | cdc_acm | - | C | integrators' rules
    142a:0003 | Thales | Artema Hybrid | unknown | - | - | - | K | usb.ids
    142a:0005 | Thales | Artema Modular | unknown | - | - | - | K | usb.ids
    142a:0043 | Thales | medCompact | unknown | - | - | - | K | usb.ids
    0acd:0630 | ID TECH | Spectrum III | cdc | - | cdc_acm | - | K | usb.ids
    0acd:0850 | ID TECH | K100 | hid | - | usbhid | - | M | manual of the K100
    0acd:2030 | ID TECH | reader | unknown | - | - | - | C | usb.ids has the vendor only
    0acd:3710 | ID TECH | ViVOpay | unknown | - | - | - | C | usb.ids has the vendor only
    0801:* | MagTek | swipe reader | hid | - | usbhid | - | K | usb.ids
    28f3:2000 | Clover | Station | vendor | - | - | - | K | usb.ids
    28f3:3000 | Clover | Mini, Mobile | vendor | - | - | - | K | usb.ids
    28f3:4000 | Clover | Flex | vendor | - | - | - | K | usb.ids
    27a8:a120 | Square | contactless and chip reader | vendor | - | - | - | K | usb.ids
    1209:0001 | pid.codes | test device: plain bulk endpoints, simulated | bulk | - | - | - | M | pid.codes
    # Cables and converters
    079b:0027 | Ingenico | USB to serial cable | adapter | - | pl2303 | - | K | drivers/usb/serial/pl2303.h
    11ca:0212 | Verifone | USB to printer cable | adapter | - | cp210x | - | K | drivers/usb/serial/cp210x.c
    0403:6001 | FTDI | FT232 | adapter | - | ftdi_sio | - | K | drivers/usb/serial/ftdi_sio_ids.h
    067b:2303 | Prolific | PL2303 | adapter | - | pl2303 | - | K | drivers/usb/serial/pl2303.h
    10c4:ea60 | Silicon Labs | CP210x | adapter | - | cp210x | - | K | drivers/usb/serial/cp210x.c
    1a86:7523 | WCH | CH340 | adapter | - | ch341 | - | K | drivers/usb/serial/ch341.c
    """
}
