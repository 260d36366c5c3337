import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { networkCommands } from "../../shared/assess/network-commands.ts";
import { scriptText } from "../../shared/assess/script-text.ts";
import { shellCommands } from "../../shared/assess/shell.ts";

describe("a script changes the network by", () => {
  test.each<[string, string[]]>([
    ["ip route add 10.0.0.0/8 via 10.1.2.1 dev eth2", ["ip route"]],
    ["sudo ip route add 10.0.0.0/8 dev eth2", ["ip route"]],
    ["sudo -n -u root /sbin/ip -4 r replace default dev eth2", ["ip route"]],
    ["sudo -n iptables -F", ["iptables"]],
    ["nice -n 10 timeout 30s ip route flush cache", ["ip route"]],
    ["echo 10.0.0.0/8 | xargs -I {} ip route add {} dev eth2", ["ip route"]],
    ["eval ip route del default", ["ip route"]],
    ["ip -6 route del default", ["ip route"]],
    ["LANG=C nohup ip rule add from all lookup 7 &", ["ip rule"]],
    ["ip link set eth0 down", ["ip link"]],
    ["ip a flush dev eth0; ip addr add 10.1.2.9/24 dev eth2", ["ip addr"]],
    ["ip -batch /home/ec2-user/routes", ["ip"]],
    ["route add -net 10.0.0.0 netmask 255.0.0.0 eth2", ["route"]],
    ["/usr/sbin/route -A inet6 del default", ["route"]],
    ["ifconfig eth0 down", ["ifconfig"]],
    ["nmcli con mod eth0 ipv4.never-default yes && nmcli con up eth0", ["nmcli"]],
    ["nmcli connection modify eth0 ipv4.dns 8.8.8.8", ["nmcli"]],
    ["dhclient -r eth0", ["dhclient"]],
    ["resolvectl dns eth0 8.8.8.8", ["resolvectl"]],
    ["systemd-resolve --set-dns=8.8.8.8 --interface=eth0", ["systemd-resolve"]],
    ["iptables -t nat -A POSTROUTING -j MASQUERADE", ["iptables"]],
    ["ip6tables -F", ["ip6tables"]],
    ["iptables-restore < /tmp/rules", ["iptables-restore"]],
    ["nft add table inet filter", ["nft"]],
    ["sysctl -w net.ipv4.ip_forward=1", ["sysctl"]],
    ["echo 1 > /proc/sys/net/ipv4/ip_forward", ["/proc/sys/net"]],
    ["echo 'nameserver 8.8.8.8' > /etc/resolv.conf", ["resolv.conf"]],
    ['echo "nameserver 8.8.8.8" >>/etc/resolv.conf', ["resolv.conf"]],
    ["echo nameserver 8.8.8.8 | sudo tee -a /etc/resolv.conf", ["resolv.conf"]],
    ["sed -i 's/nameserver .*/nameserver 8.8.8.8/' /etc/resolv.conf", ["resolv.conf"]],
    ["cp /tmp/resolv.conf /etc/resolv.conf", ["resolv.conf"]],
    ["cat <<EOF > /etc/resolv.conf\nnameserver 8.8.8.8\nEOF", ["resolv.conf"]],
    ["cat > /etc/sysconfig/network-scripts/route-eth2 <<EOF\n10.0.0.0/8 dev eth2\nEOF", ["network-scripts"]],
    ["if true; then ip route add default dev eth2; fi", ["ip route"]],
    ["while ! ip link set eth2 up; do sleep 1; done", ["ip link"]],
    ["f() { ip route add default dev eth2; }", ["ip route"]],
    ["x=$(ip route del default)", ["ip route"]],
    ["x=`ip route del default`", ["ip route"]],
    ["bash -c 'ip route add default dev eth2'", ["ip route"]],
    ['sudo -i bash -c "cd /tmp && ip route add \\"$NET\\" dev eth2"', ["ip route"]],
    ["echo 'ip route add default dev eth2' | bash", ["ip route"]],
    ["echo 'ip route add default dev eth2' >> /etc/rc.local", ["ip route"]],
    ["cat > /tmp/run.sh <<'EOF'\nip route add default dev eth2\nEOF\nbash /tmp/run.sh", ["ip route"]],
    ["ip route \\\n  add default dev eth2", ["ip route"]],
    [`ip route add \${NET} via \${GW}`, ["ip route"]],
    ['ip route add "$NET" via "$GW"', ["ip route"]],
    ["# don't\nip route add default dev eth2", ["ip route"]],
    ["echo it's on\nip route add default dev eth2\necho it's done", ["ip route"]],
    ["set -e\r\nip route add default dev eth2\r\n", ["ip route"]],
    ["ip route add 10.0.0.0/8 dev eth2\niptables -F\nip route add 172.16.0.0/12 dev eth2", ["ip route", "iptables"]],
  ])("%s", (script, expected) => {
    expect(networkCommands(script)).toStrictEqual(expected);
  });
});

describe("a script leaves the network alone with", () => {
  test.each([
    "",
    "#!/bin/bash\nset -e\npip install torch",
    "# ip route add default dev eth2",
    "yum install -y jq # then ip route add default",
    "ip route",
    "ip route show | grep default",
    "ip -4 addr show eth0",
    "ip link",
    "ip r get 10.0.0.1",
    "route -n",
    "ifconfig",
    "ifconfig eth0",
    "nmcli device show",
    "iptables -L -n",
    "iptables -t nat -S",
    "iptables-save > /tmp/rules",
    "nft list ruleset",
    "resolvectl status",
    "sysctl net.ipv4.ip_forward",
    "sysctl -w vm.max_map_count=262144",
    "cat /etc/resolv.conf",
    "grep nameserver < /etc/resolv.conf",
    "sed -n 1p /etc/resolv.conf",
    "cp /etc/resolv.conf /tmp/before",
    'echo "now ip route add default would help"',
    "echo 'ip route add default dev eth2'",
    'logger "resolv.conf is as it was"',
    "pip install ip route iptables",
    "git clone https://git.example.com/ip/route.git",
    "nohup /home/ec2-user/backup.sh > /tmp/log 2>&1 &",
    "routes=3; iptables_version=1",
  ])("%s", (script) => {
    expect(networkCommands(script)).toStrictEqual([]);
  });
});

test("commands come without what runs them, with what they write to", () => {
  expect(shellCommands("sudo -u ec2-user -i FOO=1 tee /tmp/a >/tmp/b 2>&1 | LANG=C sort 2>>/tmp/c")).toStrictEqual([
    { words: ["tee", "/tmp/a"], writesTo: ["/tmp/b"] },
    { words: ["sort"], writesTo: ["/tmp/c"] },
  ]);
});

test("any text at all is read", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (script) => {
      expect(networkCommands(script)).toBeInstanceOf(Array);
    }),
  );
});

test("only words of this list are told, whatever the script", () => {
  const piece = fc.constantFrom(
    "ip",
    "route",
    "add",
    "s3cret",
    "'",
    '"',
    ";",
    "\n",
    "$(",
    ")",
    "#",
    ">",
    "iptables",
    " ",
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      expect(["", "ip", "ip addr", "ip route", "iptables", "route"]).toEqual(
        expect.arrayContaining(networkCommands(pieces.join(" "))),
      );
    }),
  );
});

test.each([
  ["a script", Buffer.from("#!/bin/bash\necho ü").toString("base64"), "#!/bin/bash\necho ü"],
  ["base64 in lines", "ZWNo\nbyBoaQ==", "echo hi"],
  ["what CloudTrail hides", "HIDDEN_DUE_TO_SECURITY_REASONS", null],
  ["stars", "***", null],
  ["bytes that are no text", "/w==", null],
  ["nothing", "", null],
  ["more than the API takes", "A".repeat(16_388), null],
])("the text of %s", (_name, content, expected) => {
  expect(scriptText(content)).toBe(expected);
});
