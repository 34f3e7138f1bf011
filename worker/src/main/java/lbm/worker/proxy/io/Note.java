package lbm.worker.proxy.io;

import lbm.worker.http.AccessLine;
import lbm.worker.proxy.AnswerHead;
import lbm.worker.proxy.Origin;
import lbm.worker.proxy.RequestHead;

/** What the access log will say about a request; nothing is kept when there is no log. */
final class Note {

    /** What nginx writes for a client that has gone before its answer began. */
    static final int CLIENT_GONE = 499;

    private boolean on;
    private String address = "";
    private String method = "";
    private String target = "";
    private String protocol = "";
    private String coding = "";
    private String id = "";
    private String referrer = "";
    private String agent = "";

    void begin(ProxyServer server, RequestHead request, Origin origin) {
        on = server.logs();
        if (on) {
            address = server.clients().of(request, origin).toString();
            method = request.method();
            target = request.target();
            protocol = request.protocol();
            coding = "";
            id = request.id();
            referrer = request.referrer();
            agent = request.agent();
        }
    }

    void coding(AnswerHead answer) {
        if (on) {
            coding = answer.coding();
        }
    }

    void write(ProxyServer server, int status, long bytes, long nanos) {
        if (on) {
            server.log(new AccessLine.Entry(
                    address, method, target, protocol, status, bytes, nanos, coding, id, referrer, agent));
        }
    }
}
