// A client on golang.org/x/crypto/ssh.
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"strconv"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

func main() {
	known, err := knownhosts.New(os.Getenv("ZOO_KNOWN_HOSTS"))
	check(err)
	config := &ssh.ClientConfig{
		User:            os.Getenv("ZOO_USER"),
		Auth:            []ssh.AuthMethod{method()},
		HostKeyCallback: known,
	}
	if limit := os.Getenv("ZOO_REKEY"); limit != "" {
		config.RekeyThreshold, err = strconv.ParseUint(limit, 10, 64)
		check(err)
	}
	client, err := ssh.Dial("tcp", "127.0.0.1:"+os.Getenv("ZOO_PORT"), config)
	check(err)
	session, err := client.NewSession()
	check(err)
	if os.Getenv("ZOO_PTY") != "" {
		check(session.RequestPty("xterm", 24, 80, ssh.TerminalModes{}))
	}
	// not session.Stdin: its end would be waited for after the command's
	input, err := session.StdinPipe()
	check(err)
	session.Stdout = os.Stdout
	session.Stderr = os.Stderr
	check(session.Start(os.Args[1]))
	go func() {
		io.Copy(input, os.Stdin)
		input.Close()
	}()
	err = session.Wait()
	client.Close()
	var ended *ssh.ExitError
	if errors.As(err, &ended) {
		if ended.Signal() != "" {
			fmt.Fprintln(os.Stderr, "signal", ended.Signal())
			os.Exit(255)
		}
		os.Exit(ended.ExitStatus())
	}
	check(err)
}

func method() ssh.AuthMethod {
	file := os.Getenv("ZOO_KEY")
	if file == "" {
		return ssh.Password(os.Getenv("ZOO_PASSWORD"))
	}
	content, err := os.ReadFile(file)
	check(err)
	key, err := ssh.ParsePrivateKey(content)
	check(err)
	return ssh.PublicKeys(key)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
