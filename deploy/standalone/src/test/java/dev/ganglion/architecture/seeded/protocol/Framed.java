package dev.ganglion.architecture.seeded.protocol;

import org.springframework.stereotype.Component;

/** Knows a framework. */
@Component
public class Framed {}
