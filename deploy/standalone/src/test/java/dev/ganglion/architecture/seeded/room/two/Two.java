package dev.ganglion.architecture.seeded.room.two;

import dev.ganglion.architecture.seeded.room.one.One;

import java.util.ArrayList;
import java.util.List;

/** The other half of a circle. */
public class Two {
    List<One> ones = new ArrayList<>();

    One first() {
        return ones.getFirst();
    }
}
