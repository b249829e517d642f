package dev.ganglion.gateway.route;

import static dev.ganglion.gateway.route.Affinity.NONE;
import static dev.ganglion.gateway.route.Affinity.USER;
import static dev.ganglion.gateway.route.Traffic.LONG_POLL;
import static dev.ganglion.gateway.route.Traffic.NORMAL;
import static dev.ganglion.gateway.route.Traffic.PAGE;
import static dev.ganglion.gateway.route.Traffic.TRANSFER;

import dev.ganglion.gateway.limit.LimitClass;

import java.util.ArrayList;
import java.util.List;

/** The kinds of rows that the table is written with. */
abstract class EndpointKinds {
    private final List<Endpoint> endpoints = new ArrayList<>();

    /** The rows written so far. */
    final List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    final void open(Service service, LimitClass limit, String... patterns) {
        Terms terms = new Terms(Caller.PUBLIC, limit);
        readAndWrite(service, NONE, terms, terms, patterns);
    }

    final void openId(Service service, LimitClass limit, String pattern) {
        Terms terms = new Terms(Caller.OPENID, limit);
        readAndWrite(service, NONE, terms, terms, pattern);
    }

    /** Where one begins; application services begin for their users. */
    final void newcomer(Service service, LimitClass limit, String... patterns) {
        readAndWrite(
                service,
                NONE,
                new Terms(Caller.PUBLIC, limit),
                new Terms(Caller.NEWCOMER, limit),
                patterns);
    }

    final void optional(Service service, LimitClass limit, Affinity affinity, String... patterns) {
        Terms terms = new Terms(Caller.OPTIONAL, limit);
        readAndWrite(service, affinity, terms, terms, patterns);
    }

    /** Anyone may read; whoever writes is known, and pays for it. */
    final void openToRead(
            Service service, Affinity affinity, LimitClass writing, String... patterns) {
        readAndWrite(
                service,
                affinity,
                new Terms(Caller.OPTIONAL, LimitClass.OPEN),
                new Terms(Caller.USER, writing),
                patterns);
    }

    /** Users only; reading costs them what most requests do, writing counts by itself. */
    final void cheapToRead(
            Service service, Affinity affinity, LimitClass writing, String... patterns) {
        readAndWrite(
                service,
                affinity,
                new Terms(Caller.USER, LimitClass.GENERAL),
                new Terms(Caller.USER, writing),
                patterns);
    }

    final void user(Service service, LimitClass limit, Affinity affinity, String... patterns) {
        Terms terms = new Terms(Caller.USER, limit);
        readAndWrite(service, affinity, terms, terms, patterns);
    }

    final void admin(Service service, String... patterns) {
        Terms terms = new Terms(Caller.SERVER_ADMIN, LimitClass.ADMIN);
        readAndWrite(service, NONE, terms, terms, patterns);
    }

    final void readAndWrite(
            Service service, Affinity affinity, Terms reading, Terms writing, String... patterns) {
        for (String pattern : patterns) {
            endpoints.add(new Endpoint(pattern, service, reading, writing, affinity, NORMAL));
        }
    }

    /** What people open in a browser. */
    final void page(Service service, LimitClass limit, String... patterns) {
        Terms terms = new Terms(Caller.PUBLIC, limit);
        for (String pattern : patterns) {
            endpoints.add(new Endpoint(pattern, service, terms, terms, NONE, PAGE));
        }
    }

    final void longPoll(String pattern) {
        Terms terms = new Terms(Caller.USER, LimitClass.SYNC);
        endpoints.add(new Endpoint(pattern, Service.SYNC, terms, terms, USER, LONG_POLL));
    }

    final void upload(String pattern) {
        Terms terms = new Terms(Caller.USER, LimitClass.UPLOAD);
        endpoints.add(new Endpoint(pattern, Service.MEDIA, terms, terms, USER, TRANSFER));
    }

    final void download(Caller caller, String pattern) {
        Terms terms = new Terms(caller, LimitClass.DOWNLOAD);
        endpoints.add(new Endpoint(pattern, Service.MEDIA, terms, terms, NONE, TRANSFER));
    }
}
