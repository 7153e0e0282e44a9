// A server on golang.org/x/crypto/ssh: it runs commands as processes, on pipes, and serves files by pkg/sftp.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"os/exec"
	"strconv"
	"syscall"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

var refused = errors.New("refused")

// Those that the tests send.
var signals = map[syscall.Signal]string{syscall.SIGKILL: "KILL", syscall.SIGTERM: "TERM"}

func main() {
	config := configuration()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	for {
		socket, err := listener.Accept()
		check(err)
		go serve(socket, config)
	}
}

func configuration() *ssh.ServerConfig {
	user := os.Getenv("ZOO_USER")
	config := &ssh.ServerConfig{
		PasswordCallback: func(who ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
			if who.User() == user && string(password) == os.Getenv("ZOO_PASSWORD") {
				return nil, nil
			}
			return nil, refused
		},
		PublicKeyCallback: func(who ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			if who.User() == user && isAuthorized(key) {
				return nil, nil
			}
			return nil, refused
		},
	}
	key, err := ssh.ParsePrivateKey(read("ZOO_HOST_KEY"))
	check(err)
	config.AddHostKey(key)
	if limit := os.Getenv("ZOO_REKEY"); limit != "" {
		config.RekeyThreshold, err = strconv.ParseUint(limit, 10, 64)
		check(err)
	}
	return config
}

func isAuthorized(key ssh.PublicKey) bool {
	for rest := read("ZOO_AUTHORIZED_KEYS"); len(rest) > 0; {
		known, _, _, after, err := ssh.ParseAuthorizedKey(rest)
		if err != nil {
			return false
		}
		if bytes.Equal(known.Marshal(), key.Marshal()) {
			return true
		}
		rest = after
	}
	return false
}

func read(variable string) []byte {
	content, err := os.ReadFile(os.Getenv(variable))
	check(err)
	return content
}

func serve(socket net.Conn, config *ssh.ServerConfig) {
	_, channels, requests, err := ssh.NewServerConn(socket, config)
	if err != nil {
		log.Print(err)
		return
	}
	go ssh.DiscardRequests(requests)
	for opened := range channels {
		channel, requests, err := opened.Accept()
		if err != nil {
			return
		}
		go session(channel, requests)
	}
}

func session(channel ssh.Channel, requests <-chan *ssh.Request) {
	for request := range requests {
		var asked struct{ Name string }
		named := ssh.Unmarshal(request.Payload, &asked) == nil
		switch {
		case request.Type == "exec" && named:
			request.Reply(true, nil)
			go run(asked.Name, channel)
		case request.Type == "subsystem" && named && asked.Name == "sftp":
			request.Reply(true, nil)
			go serveFiles(channel)
		default:
			// a terminal is not made, but asking for one is no mistake
			request.Reply(request.Type == "pty-req", nil)
		}
	}
}

func serveFiles(channel ssh.Channel) {
	files, err := sftp.NewServer(channel)
	check(err)
	files.Serve()
	files.Close()
}

func run(command string, channel ssh.Channel) {
	process := exec.Command("/bin/bash", "-c", command)
	process.Stdout = channel
	process.Stderr = channel.Stderr()
	// not process.Stdin: its end would be waited for after the process's
	input, err := process.StdinPipe()
	check(err)
	check(process.Start())
	go func() {
		io.Copy(input, channel)
		input.Close()
	}()
	process.Wait()
	status := process.ProcessState.Sys().(syscall.WaitStatus)
	if status.Signaled() {
		channel.SendRequest("exit-signal", false, ssh.Marshal(struct {
			Name              string
			Core              bool
			Message, Language string
		}{Name: signals[status.Signal()]}))
	} else {
		channel.SendRequest("exit-status", false, ssh.Marshal(struct{ Status uint32 }{uint32(status.ExitStatus())}))
	}
	channel.Close()
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
