// Asio is compiled once, here (BOOST_ASIO_SEPARATE_COMPILATION), which keeps every other file quick to build.
#include <boost/asio/impl/src.hpp>
